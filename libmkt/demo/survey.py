"""The invented survey of needs in two waves: who answered, and what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from libmkt.demo import survey_facts as facts
from libmkt.demo import survey_zones
from libmkt.demo.chance import Chance
from libmkt.demo.survey_book import needs_book
from libmkt.demo.survey_facts import Wave
from libmkt.demo.survey_truth import themed
from libmkt.demo.survey_words import LANGUAGES, PHONE_SAID, SAID

Respondent = dict[str, Any]  # column to answer; what is not there was not answered
Stream = Callable[..., Chance]  # the chance of this wave under a name

# Answers to "if there is" and "if there is not" that make each kind of Kano, in its order.
_PAIRS = (
    ((1, 2), (1, 3), (1, 4)),
    ((1, 5),),
    ((2, 5), (3, 5), (4, 5)),
    ((3, 3), (3, 3), (3, 3), (2, 3), (3, 4), (4, 4), (2, 4)),
    ((5, 1), (5, 2), (5, 3)),
    ((1, 1), (5, 5)),
)


def columns(wave: Wave = facts.NOW) -> tuple[str, ...]:
    """The headings of a wave."""
    return ("respondent", "submitted", "seconds", "language", *needs_book(wave.name).columns)


def rows(wave: Wave) -> tuple[tuple[object, ...], ...]:
    """The lines of a wave, in the order in which they were sent."""
    people = respondents(wave)
    again_after = (35, 48, 61)[: wave.duplicates]  # seconds
    for one, late in zip(people[40::200], again_after, strict=False):
        again = _moment(one["submitted"], late)
        people.append({**one, "submitted": again})
    people.sort(key=lambda one: one["submitted"])
    names = columns(wave)
    return tuple(
        tuple(number if name == "respondent" else one.get(name, "") for name in names)
        for number, one in enumerate(people, start=1)
    )


def respondents(wave: Wave) -> list[Respondent]:
    """All who answered, once each, with all that was put in."""
    stream = ("survey",) if wave == facts.NOW else ("survey", wave.name)

    def chance(*name: str) -> Chance:
        return Chance(*stream, *name)

    people = _people(wave, chance)
    _times(people, wave, chance("times"))
    _uses(people, chance)
    _ratings(people, wave, chance)
    _recommended(people, wave, chance("recommend"))
    for item, shares in facts.KANO.items():
        _kano(people, item, shares, chance("kano", item))
    _gaps(people, chance)
    _careless(people, wave, chance("careless"))
    _said(people, wave, chance("said"))
    if wave.zones:
        survey_zones.answer(people, chance)
    return [{name: value for name, value in one.items() if name[0] != "_"} for one in people]


def _people(wave: Wave, stream: Stream) -> list[Respondent]:
    """Who they are: sex, age and branch in exactly the numbers of the facts."""
    kinds = [
        (sex, age)
        for sex, counts in wave.answered.items()
        for age, n in enumerate(counts, start=1)
        for _ in range(n)
    ]
    at = zip(facts.USERS["branch"], wave.answered_at, strict=True)
    branches = [name for name, n in at for _ in range(n)]
    who = shuffled(kinds, stream("kinds"))
    chance = stream("background")
    return [
        {
            "sex": sex,
            "age": age,
            "branch": branch,
            "place": 1 if chance.uniform() < 0.78 else 2,
            "often": chosen(chance, (4, 27, 34, 27, 8)) + 1,
            "language": LANGUAGES[chosen(chance, (46, 24, 25, 5))],
        }
        for (sex, age), branch in zip(who, shuffled(branches, stream("asked at")), strict=True)
    ]


def _times(people: list[Respondent], wave: Wave, chance: Chance) -> None:
    for one in people:
        day = facts.FIRST_DAY + int(chance.uniform() * facts.DAYS)
        minute, second = int(chance.between(9 * 60, 19 * 60)), int(chance.between(0, 60))
        clock = f"{minute // 60:02d}:{minute % 60:02d}:{second:02d}"
        one["submitted"] = f"{wave.name}-09-{day:02d} {clock}"
        one["seconds"] = int(facts.USUAL_SECONDS * (1.0 + 0.3 * chance.skewed()))


def _moment(submitted: str, later: int) -> str:
    """The same form sent again some seconds later; all forms came in before 19:00."""
    day, clock = submitted.split()
    hours, minutes, seconds = map(int, clock.split(":"))
    total = hours * 3600 + minutes * 60 + seconds + later
    return f"{day} {total // 3600:02d}:{total % 3600 // 60:02d}:{total % 60:02d}"


def _uses(people: list[Respondent], stream: Stream) -> None:
    for item, service in facts.SERVICES.items():
        if not service.used:
            continue
        chance = stream("uses", item)
        name = f"uses/{item}"
        if item == "wifi":
            _wifi(people, chance)
        else:
            for one in people:
                one[name] = int(chance.uniform() < service.used)


def _wifi(people: list[Respondent], chance: Chance) -> None:
    """The share of every cell of sex and age to the person, so that only weights move it."""
    base, women, young = facts.WIFI
    for woman in (True, False):
        for of_age in (True, False):
            cell = [
                one
                for one in people
                if (one["sex"] == facts.WOMAN) == woman and (one["age"] == facts.YOUNG) == of_age
            ]
            n = int(len(cell) * (base + women * woman + young * of_age) + 0.5)
            for i, one in enumerate(shuffled(cell, chance)):
                one["uses/wifi"] = int(i < n)


def _ratings(people: list[Respondent], wave: Wave, stream: Stream) -> None:
    """Importance, performance, and satisfaction that follows from two of the services."""
    mood = stream("mood")
    for one in people:
        one["_mood"] = 0.35 * mood.bell()
        one["_felt"] = {}
        one["_lower"] = facts.LOWER_BY if one["branch"] == facts.LOW_BRANCH else 0.0
    for item, service in facts.SERVICES.items():
        weighs, works = stream("importance", item), stream("works", item)
        for one in people:
            one[f"imp_{item}"] = point(service.importance + 0.75 * weighs.bell())
            off = wave.works.get(item, 0.0) + one["_mood"] - one["_lower"] + 0.8 * works.bell()
            one["_felt"][item] = off
            unused = works.uniform() < service.unused
            one[f"perf_{item}"] = 8 if unused else point(service.performance + off)
    chance = stream("overall")
    for one in people:
        driven = facts.DRIVE * sum(one["_felt"][item] for item in facts.DRIVERS)
        one["_content"] = 3.75 + driven + 0.15 * one["_mood"] + 0.45 * chance.bell()
        one["overall"] = point(one["_content"])
        one["found"] = 1 + chosen(chance, wave.found)


def _recommended(people: list[Respondent], wave: Wave, chance: Chance) -> None:
    """Promoters and detractors in the shares of the wave, the content ones above."""
    told = [one for one in people if chance.uniform() >= facts.GAP]
    ranked = sorted(told, key=lambda one: one["_content"] + 0.7 * chance.bell())
    low = int(len(ranked) * wave.detractors + 0.5)
    high = len(ranked) - int(len(ranked) * wave.promoters + 0.5)
    for i, one in enumerate(ranked):
        if i < low:
            one["recommend"] = chosen(chance, (2, 1, 3, 6, 9, 34, 45))
        else:
            one["recommend"] = (7 if i < high else 9) + chosen(chance, (45, 55))


def _kano(people: list[Respondent], item: str, shares: Sequence[int], chance: Chance) -> None:
    for one in people:
        kind = _PAIRS[chosen(chance, (*shares, 100 - sum(shares)))]
        pair = kind[int(chance.uniform() * len(kind))]
        one[f"has_{item}"], one[f"lacks_{item}"] = pair


def _gaps(people: list[Respondent], stream: Stream) -> None:
    """Answers left empty, most of all to one question."""
    names = [f"{side}_{item}" for side in ("imp", "perf") for item in facts.SERVICES]
    names += [f"{side}_{item}" for side in ("has", "lacks") for item in facts.KANO]
    for name in [*names, "found", "place"]:
        chance = stream("gaps", name)
        share = facts.GAP_THERE if name == facts.GAP_ITEM else facts.GAP
        for one in people:
            if chance.uniform() < share:
                del one[name]


def _careless(people: list[Respondent], wave: Wave, chance: Chance) -> None:
    """Speeders, and those who ticked one column from top to bottom; some did both."""
    some = shuffled(people, chance)
    for one in some[: wave.speeders]:
        one["seconds"] = int(chance.between(35, facts.USUAL_SECONDS / 6))
    first = wave.speeders - wave.both
    for i, one in enumerate(some[first : first + wave.straight]):
        for side in ("imp", "perf"):
            one |= {f"{side}_{item}": (3, 5, 4)[i % 3] for item in facts.SERVICES}


def _said(people: list[Respondent], wave: Wave, chance: Chance) -> None:
    """Open answers by theme, in the language of the form, each theme in its own number."""
    themes = [name for name, n in themed(wave).items() for _ in range(n)]
    some = shuffled(people, chance)[: len(themes)]
    for one, theme in zip(some, themes, strict=True):
        phrases = SAID[theme][one["language"]]
        one["better"] = phrases[int(chance.uniform() * len(phrases))]
    if wave.phone:
        karakalpak = next(one for one in some if one["language"] == "kaa")
        karakalpak["better"] += PHONE_SAID.format(phone=wave.phone)


def shuffled(things: Sequence[Any], chance: Chance) -> list[Any]:
    """The same things in another order."""
    keys = [(chance.uniform(), i) for i in range(len(things))]
    return [things[i] for _, i in sorted(keys)]


def chosen(chance: Chance, shares: Sequence[int]) -> int:
    """A place in `shares`, which need not sum to 100, with chance as its share of them."""
    left = chance.uniform() * sum(shares)
    for place, share in enumerate(shares):
        left -= share
        if left < 0:
            return place
    return len(shares) - 1


def point(value: float) -> int:
    """The point from 1 to 5 that is next."""
    return min(5, max(1, int(value + 0.5)))


def silent() -> list[tuple[object, ...]]:
    """The lines of asked-2026.csv: what became of those who did not answer."""
    return list(facts.SILENT.items())


def margins() -> list[tuple[object, ...]]:
    """The lines of population.csv: variable, category, target (registered users)."""
    return [(name, key, n) for name, part in facts.USERS.items() for key, n in part.items()]
