"""The exercises of L05: hints, and what to tell for each wrong answer."""

from __future__ import annotations

from typing import Final

from libmkt.errors import N_
from libmkt.learn.exercise import Exercise, Wrong
from libmkt.learn.lessons.l05 import ways

_BASE_FOR_CHAIN = N_(
    "These compare with the first year: that is the base method. Chain figures compare each "
    "year with the year before it."
)
_ARITHMETIC_OF_RATES = N_(
    "This is the arithmetic mean of the chain rates. Rates multiply, they do not add: take the "
    "root of last year over first year."
)
_ROOT_OF_YEARS = N_(
    "The root is of the number of years. Between n years there are n - 1 steps: take the root "
    "of n - 1."
)

EXERCISES: Final = (
    Exercise(
        code="increments",
        name="increments",
        title=N_("Absolute increments"),
        form="numbers",
        unit="count",
        right=lambda data: ways.increments(ways.yearly(data)),
        wrongs=(
            Wrong(
                "total_row",
                lambda data: [2 * x for x in ways.increments(ways.yearly(data))],
                N_("Everything is counted twice: the row Jámi is the sum of the branches, and it "
                   "was added to them. Leave it out, or take it alone."),
            ),
            Wrong("base", lambda data: [x - ways.yearly(data)[0] for x in ways.yearly(data)[1:]],
                  _BASE_FOR_CHAIN),
            Wrong(
                "one_branch",
                lambda data: ways.increments(ways.one_branch(data)),
                N_("These are the increments of one branch. All branches together are asked for."),
            ),
            Wrong(
                "levels",
                lambda data: ways.yearly(data)[1:],
                N_("These are the loans of each year themselves. An increment is the difference "
                   "of two neighbouring years."),
            ),
        ),
        hints=(
            N_("First make one figure a year, then subtract neighbours."),
            N_("Look at the column `branch`: one of its rows is no branch."),
            N_('Sum by year without the row Jámi: `loans[loans["branch"] != "Jámi"].groupby("year")'
               '["loans"].sum()`, and then `.diff()`.'),
        ),
    ),
    Exercise(
        code="chain_rates",
        name="chain_rates",
        title=N_("Chain growth rates"),
        form="numbers",
        unit="rate",
        within=5e-5,
        right=lambda data: ways.chain(ways.yearly(data)),
        wrongs=(
            Wrong("base", lambda data: ways.base(ways.yearly(data)), _BASE_FOR_CHAIN),
            Wrong(
                "wrong_denominator",
                lambda data: [2 - 1 / x for x in ways.chain(ways.yearly(data))],
                N_("The increment was divided by the later year. The denominator of growth is the "
                   "year that is compared with: the earlier one."),
            ),
            Wrong(
                "mean_of_branches",
                ways.branch_mean_rates,
                N_("This is the mean of the branches' rates: a small branch weighs as much as a "
                   "large one. Add up the branches first, then divide."),
            ),
        ),
        hints=(
            N_("A growth rate is a quotient of two levels, not of increments."),
            N_("Each year is divided by the year before it; the first year has no rate."),
            N_("With the figures of all branches by year: `yearly / yearly.shift(1)`."),
        ),
    ),
    Exercise(
        code="one_percent",
        name="one_percent",
        title=N_("The value of one per cent"),
        form="number",
        unit="count",
        within=0.006,
        right=lambda data: ways.yearly(data)[-2] / 100,
        wrongs=(
            Wrong(
                "current",
                lambda data: ways.yearly(data)[-1] / 100,
                N_("This is a hundredth of the year itself. One per cent of increment is a "
                   "hundredth of the year before: that is what the rate was computed from."),
            ),
            Wrong(
                "base",
                lambda data: ways.yearly(data)[0] / 100,
                N_("This is a hundredth of the first year. For the chain rate of 2025 it is the "
                   "year before that counts."),
            ),
            Wrong(
                "by_growth_rate",
                lambda data: (ways.yearly(data)[-1] - ways.yearly(data)[-2])
                / (100 * ways.yearly(data)[-1] / ways.yearly(data)[-2]),
                N_("The increment was divided by the growth rate. Divide it by the increment rate "
                   "in per cent, that is by the growth rate less 100."),
            ),
        ),
        hints=(
            N_("How many loans stand behind one per cent of the change?"),
            N_("Absolute increment divided by increment rate in per cent; this can be shortened."),
            N_("It is the level of the year before, divided by 100."),
        ),
    ),
    Exercise(
        code="mean_growth",
        name="mean_growth",
        title=N_("Mean annual growth rate"),
        form="function",
        unit="rate",
        within=5e-5,
        points=2,
        minutes=8,
        right=ways.mean_growth,
        cases=lambda data: [
            (ways.yearly(data),),
            ([float(x) for x in data["example"]["visits"]],),
            ([float(x) for x in data["stock"]["copies"]],),
        ],
        wrongs=(
            Wrong("mean_of_rates", ways.mean_of_rates, _ARITHMETIC_OF_RATES),
            Wrong("root_of_years", ways.root_of_years, _ROOT_OF_YEARS),
            Wrong(
                "spread_evenly",
                ways.spread_evenly,
                N_("The whole change was divided by the number of steps. That would be right for "
                   "increments; growth multiplies from year to year, so take a root."),
            ),
            Wrong(
                "no_root",
                lambda values: values[-1] / values[0],
                N_("This is the growth over all years together. The mean of one year is its root."),
            ),
        ),
        hints=(
            N_("Which one rate, applied each year, leads from the first figure to the last?"),
            N_("Divide the last figure by the first, and take the root of the number of steps."),
            N_("The root of n - 1 is the power 1 / (n - 1): "
               "`(values[-1] / values[0]) ** (1 / (len(values) - 1))`."),
        ),
    ),
    Exercise(
        code="mean_level",
        name="mean_level",
        title=N_("Mean level of a flow and of a stock"),
        form="function",
        unit="count",
        points=2,
        minutes=8,
        right=ways.mean_level,
        cases=lambda data: [
            (ways.yearly(data), "flow"),
            ([float(x) for x in data["stock"]["copies"]], "stock"),
            ([float(x) for x in data["example"]["visits"]], "flow"),
        ],
        wrongs=(
            Wrong(
                "arithmetic",
                ways.arithmetic,
                N_("The stock has the mean of a flow. Copies on 31 December are levels at dates: "
                   "use the chronological mean, in which the first and the last count half."),
            ),
            Wrong(
                "chronological",
                ways.chronological,
                N_("The flow has the mean of a stock. Loans add up over the year: use the "
                   "arithmetic mean."),
            ),
            Wrong(
                "too_many_parts",
                ways.too_many_parts,
                N_("The chronological mean was divided by n. The two halves at the ends make one "
                   "whole: divide by n - 1."),
            ),
        ),
        hints=(
            N_("Ask of each figure: does it add up over the year, or is it counted on one day?"),
            N_("For a flow the sum divided by n; for a stock the ends count half."),
            N_("For a stock: `(values[0] / 2 + sum(values[1:-1]) + values[-1] / 2) / "
               "(len(values) - 1)`."),
        ),
    ),
    Exercise(
        code="after_break",
        name="growth_after_break",
        title=N_("Growth beside a break"),
        form="number",
        unit="rate",
        within=5e-5,
        right=lambda data: ways.mean_growth(ways.stretch(data, "B")),
        wrongs=(
            Wrong(
                "across",
                lambda data: ways.mean_growth(ways.all_users(data)),
                N_("This mean runs across the break: it takes a change of definition for growth. "
                   "Take the years of definition B alone."),
            ),
            Wrong(
                "before",
                lambda data: ways.mean_growth(ways.stretch(data, "A")),
                N_("This is the stretch before the break. The years of definition B are asked "
                   "for."),
            ),
            Wrong(
                "with_jump",
                ways.with_jump,
                N_("The last year of definition A was taken along: the jump is in the mean. Begin "
                   "with the first year of definition B."),
            ),
        ),
        hints=(
            N_("Look at the column `definition`: where does it change?"),
            N_("Only figures of one definition may be compared."),
            N_('Use your function: `mean_growth(list(users.loc[users["definition"] == "B", '
               '"users"]))`.'),
        ),
    ),
    Exercise(
        code="points",
        name="points",
        title=N_("Per cent or points"),
        form="number",
        unit="points",
        within=0.006,
        right=ways.points,
        wrongs=(
            Wrong(
                "per_cent",
                ways.relative,
                N_("This is the growth of the share in per cent. The difference of two shares is "
                   "told in points: subtract, do not divide."),
            ),
            Wrong(
                "number_of_children",
                ways.growth_of_number,
                N_("This is how much the number of children grew. Their share among all users is "
                   "asked for: divide by the users of the same year first."),
            ),
            Wrong(
                "last_share",
                ways.share_of_last,
                N_("This is the share of the last year. The change against the year before is "
                   "asked for."),
            ),
        ),
        hints=(
            N_("First the share of children in each of the two years."),
            N_("Points are the later share less the earlier one, times 100."),
            N_("100 × (children of 2025 / users of 2025 - children of 2024 / users of 2024)."),
        ),
    ),
    Exercise(
        code="printed",
        name="printed",
        title=N_("A printed table"),
        form="numbers",
        unit="rate",
        within=4e-5,
        points=2,
        minutes=8,
        personal=False,
        right=ways.printed_answer(ways.mean_growth),
        wrongs=(
            Wrong(
                "chain_for_base",
                ways.printed_answer(ways.mean_growth, ways.chain),
                N_("The first number compares 2013 with 2012. The base rate compares it with "
                   "2010."),
            ),
            Wrong("mean_of_rates", ways.printed_answer(ways.mean_of_rates), _ARITHMETIC_OF_RATES),
            Wrong("root_of_years", ways.printed_answer(ways.root_of_years), _ROOT_OF_YEARS),
        ),
        hints=(
            N_("Two numbers in a list: the base rate of 2013, then the mean annual growth rate."),
            N_("From 2010 to 2013 there are three steps."),
            N_("Write `[last / first, (last / first) ** (1 / 3)]`, with all decimals."),
        ),
    ),
)  # fmt: skip
