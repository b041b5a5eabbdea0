"""The words that go with the demo's figures: source descriptions and TRUTH.yml."""

from __future__ import annotations

from libmkt.demo import facts, observed, survey_truth
from libmkt.demo.chance import Chance

YEARLY_SOURCE = f"""\
# What the table itself does not say. Read by read.counts beside yearly.csv.
kind: counts
breaks:
  - measure: visits
    period: {facts.REMOTE_FROM[:4]}
    reason:
      kaa: usı jıldan baslap aralıqtan qatnawlar da esapqa alınadı
      uz: shu yildan boshlab masofaviy qatnovlar ham hisobga olinadi
      ru: с этого года в посещения входят и удалённые
      en: remote visits are counted from this year on
    comparable: false
"""

CITY_SOURCE = f"""\
# What monthly.csv does not say itself. Read by read.counts beside it.
kind: counts
library: Demo qala kitapxanası
closed:
  spans:
    - branch: {facts.CLOSED_BRANCH}
      from: {facts.CLOSED_FROM}
      to: {facts.CLOSED_TO}
      why: closed for repair
breaks:
  - measure: visits
    period: {facts.SENSORS_FROM}
    reason:
      kaa: bilet beriwdiń ornına esikke sanaǵısh qoyıldı
      uz: chipta berish oʻrniga eshikka sanagich oʻrnatildi
      ru: вместо талонов посетителей считают датчики на дверях
      en: door sensors replaced the tickets handed out at the desk
    comparable: false
"""


STOCK_SOURCE = """\
# What stock.csv does not say itself.
kind: counts
library: Demo qala kitapxanası
columns:
  class: {breakdown: class}
"""


def truth() -> str:
    """TRUTH.yml: what was put into the data, a fact an entry; no analysis reads it."""
    low, high = facts.REMOTE_SHARE
    lift = "\n".join(f"      {name}: {size:.2f}" for name, size in facts.LIFT.items())
    growth = "\n".join(f"      {d.name}: {d.growth:.3f}" for d in facts.DISTRICTS)
    remote = "\n".join(
        f"      {d.name}: {0.0 if d.name == facts.QUIET else remote_share(d.name):.3f}"
        for d in facts.DISTRICTS
    )
    small = ", ".join(facts.SMALL_BRANCHES)
    return f"""\
# What was put into the demo data. Tests ask whether an analysis finds it; no analysis reads it.
# Every place and figure is invented. There was no pandemic in this region.
facts:
  trend:
    what: use grows or falls by this share of the level of {facts.FIRST_YEAR} a year, in a line
    where: region/yearly.csv, users visits loans; one and a half times as much for events
    yearly:
{growth}
  season:
    what: users re-register in January and September; visits and loans are lowest in July
    where: region/monthly, city/monthly.csv
    lowest: {{users: "07", visits: "07", loans: "07", events: "07"}}
    highest: {{users: "01", visits: "10", loans: "10", events: "03"}}
  fasting:
    what: in the month of fasting, which moves through the year, there is less of everything
    where: region/monthly, city/monthly.csv
    factor: {{users: 0.95, visits: 0.92, loans: 0.95, events: 0.80}}
  closure:
    what: closed for repair; zeros in the file, declared in city/monthly.source.yml
    where: city/monthly.csv
    branch: {facts.CLOSED_BRANCH}
    from: {facts.CLOSED_FROM}
    to: {facts.CLOSED_TO}
  sensors:
    what: visits counted by door sensors from here on, declared in city/monthly.source.yml
    where: city/monthly.csv, all branches
    measure: visits
    from: {facts.SENSORS_FROM}
    factor: {facts.SENSORS_FACTOR:.2f}
  remote_visits:
    what: remote visits counted among visits, declared in region/yearly.source.yml
    where: region/yearly.csv and region/monthly, all districts but the quiet one
    measure: visits
    from: {facts.REMOTE_FROM}
    least: {low:.2f}
    most: {high:.2f}
    share:
{remote}
  renewals:
    what: renewals counted as loans from here on; nobody declared it
    where: region/yearly.csv
    district: {facts.RENEWALS_DISTRICT}
    measure: loans
    from: {facts.RENEWALS_FROM}
    factor: {facts.RENEWALS_FACTOR:.2f}
  wrong_row:
    what: one figure with a nought too many; the yearly table has the right sum
    where: region/monthly/{facts.SLIP_MONTH[:4]}.csv
    district: {facts.SLIP_DISTRICT}
    month: {facts.SLIP_MONTH}
    measure: {facts.SLIP_MEASURE}
    factor: 10
  lift:
    what: a library bus begins to run and stays
    where: region/monthly, region/yearly.csv
    district: {facts.LIFT_DISTRICT}
    from: {facts.LIFT_FROM}
    factor:
{lift}
  quiet:
    what: nothing happens here - no trend, no break, nothing carried over, no remote visits
    where: region/monthly, region/yearly.csv
    district: {facts.QUIET}
  merged:
    what: libraries merged into others
    where: region/yearly.csv
    district: {facts.MERGED_DISTRICT}
    measure: libraries
    from: {facts.MERGED_YEAR}
    change: -{facts.MERGED}
  small_branches:
    what: small counts that scatter far more than chance alone would
    where: city/monthly.csv, visits and loans
    branches: [{small}]
  stock_classes:
    what: political literature is hardly lent, children's books far more than their share
    where: city/stock.csv
    little: Siyasiy ádebiyat
    much: Balalar ádebiyatı
{survey_truth.truth()}{observed.truth()}"""


def remote_share(district: str) -> float:
    """Remote visits of a district as a share of its visits in person."""
    return Chance(district, "remote").between(*facts.REMOTE_SHARE)
