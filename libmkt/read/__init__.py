"""Readers: a source's files to a tidy table and its row log."""

from libmkt.read.counts import counts
from libmkt.read.margins import margins
from libmkt.read.observations import observations
from libmkt.read.outcomes import outcomes
from libmkt.read.services import services
from libmkt.read.survey import survey
from libmkt.read.survey_waves import waves

__all__ = ["counts", "margins", "observations", "outcomes", "services", "survey", "waves"]
