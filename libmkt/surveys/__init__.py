"""Surveys: who answered, estimates with their doubt, tables of them."""

from libmkt.stats.adjusting import adjusted
from libmkt.stats.agreement import icc, kendall_w
from libmkt.stats.association import association, mcnemar, two_shares
from libmkt.stats.compare import differences
from libmkt.stats.design import Design, Replicates
from libmkt.stats.factors import exploratory_factors, parallel_analysis
from libmkt.stats.group_tests import mean_test, rank_test
from libmkt.stats.kappa import cohens_kappa, fleiss_kappa
from libmkt.stats.krippendorff import krippendorff_alpha
from libmkt.stats.models import regression
from libmkt.stats.omega import omega
from libmkt.stats.polychoric import polychoric
from libmkt.stats.replicates import with_replicates
from libmkt.stats.scales import alpha, item_statistics
from libmkt.stats.waves import paired, waves
from libmkt.surveys.advice import poll_advice, silence, survey_advice
from libmkt.surveys.answer_quotes import quotes
from libmkt.surveys.answer_themes import Themes, themes
from libmkt.surveys.answers import told
from libmkt.surveys.banner_choice import banner_told, heading_questions, table_questions
from libmkt.surveys.banner_questions import Question, questions
from libmkt.surveys.banners import Banner, banner
from libmkt.surveys.dropout import dropouts, item_nonresponse
from libmkt.surveys.estimates import shares
from libmkt.surveys.flags_shown import flags_told, moved_by_flags, rules_shown
from libmkt.surveys.groups import Groups, group_comparison, groups_told, marked_question
from libmkt.surveys.headline import Headline, headline, published_headline
from libmkt.surveys.keyword_themes import Dictionary, dictionary, marked, theme_name, theme_shares
from libmkt.surveys.margins import sample_margins
from libmkt.surveys.number_estimates import means, quantiles, ratios, totals
from libmkt.surveys.outcomes import outcomes, published_rates, rates_shown, rates_told
from libmkt.surveys.overview import labelled, overview
from libmkt.surveys.overview_parts import (
    main_question,
    numbers_apart,
    once,
    published,
    worth_showing,
)
from libmkt.surveys.progress import (
    arrivals,
    arrivals_told,
    passed_over,
    steps_to_draw,
    stops,
    stops_told,
)
from libmkt.surveys.quality import Quality, Rules, flagged, without_flagged
from libmkt.surveys.response import response_rates
from libmkt.surveys.scores import net_promoter, top_box
from libmkt.surveys.service import said_of
from libmkt.surveys.shown import margins_shown, margins_told, scale_ends
from libmkt.surveys.spread import Spread, rating_spread, spread_told
from libmkt.surveys.sureness import about_answers, doubtful_rules, sureness_told
from libmkt.surveys.telling import SMALL, bars_told, choice_told, scores_told
from libmkt.surveys.voices import open_themes
from libmkt.surveys.weighted import Weighted, weighted
from libmkt.surveys.weighting import weighting_told

__all__ = [
    "SMALL",
    "Banner",
    "Design",
    "Dictionary",
    "Groups",
    "Headline",
    "Quality",
    "Question",
    "Replicates",
    "Rules",
    "Spread",
    "Themes",
    "Weighted",
    "about_answers",
    "adjusted",
    "alpha",
    "arrivals",
    "arrivals_told",
    "association",
    "banner",
    "banner_told",
    "bars_told",
    "choice_told",
    "cohens_kappa",
    "dictionary",
    "differences",
    "doubtful_rules",
    "dropouts",
    "exploratory_factors",
    "flagged",
    "flags_told",
    "fleiss_kappa",
    "group_comparison",
    "groups_told",
    "heading_questions",
    "headline",
    "icc",
    "item_nonresponse",
    "item_statistics",
    "kendall_w",
    "krippendorff_alpha",
    "labelled",
    "main_question",
    "margins_shown",
    "margins_told",
    "marked",
    "marked_question",
    "mcnemar",
    "mean_test",
    "means",
    "moved_by_flags",
    "net_promoter",
    "numbers_apart",
    "omega",
    "once",
    "open_themes",
    "outcomes",
    "overview",
    "paired",
    "parallel_analysis",
    "passed_over",
    "poll_advice",
    "polychoric",
    "published",
    "published_headline",
    "published_rates",
    "quantiles",
    "questions",
    "quotes",
    "rank_test",
    "rates_shown",
    "rates_told",
    "rating_spread",
    "ratios",
    "regression",
    "response_rates",
    "rules_shown",
    "said_of",
    "sample_margins",
    "scale_ends",
    "scores_told",
    "shares",
    "silence",
    "spread_told",
    "steps_to_draw",
    "stops",
    "stops_told",
    "sureness_told",
    "survey_advice",
    "table_questions",
    "theme_name",
    "theme_shares",
    "themes",
    "told",
    "top_box",
    "totals",
    "two_shares",
    "waves",
    "weighted",
    "weighting_told",
    "with_replicates",
    "without_flagged",
    "worth_showing",
]
