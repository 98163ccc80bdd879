"""Alerts: an account whose health fell, told once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voc.domain.health.formula import BANDS, REASONS, AccountHealth, HealthWeights, band_of, list_points, read_values, score_at, score_values
from voc.domain.health.record import AccountRecord
from voc.domain.ids import derive_id

FALL_DAYS = 30
FALL_POINTS = 10.0
LEAST_FALL = 3.0  # points of a fall into a worse band: a score on the edge goes back and forth
LONGEST = 60  # days that the beginning of a fall is looked for


@dataclass(frozen=True, slots=True)
class HealthAlert:
    """A fall of an account's health within FALL_DAYS. `kind`: to_at_risk or to_watch, its band worsened; drop, FALL_POINTS or more inside a band. `began_on` is
    the first day of the unbroken stretch on which the fall shows. `reasons`: what the signals that lost the most say now, and how many points each lost."""

    account: str
    kind: str
    began_on: date
    as_of: datetime
    score: float
    band: str
    score_before: float
    band_before: str
    reasons: tuple[str, ...]

    @property
    def id(self) -> str:
        """`alr_...`, from the account, the kind and the beginning: the same fall seen twice is the same alert."""
        return derive_id("alr", self.account, self.kind, self.began_on.isoformat())


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    """An alert, when which run raised it, and the account's name."""

    alert: HealthAlert
    raised_at: datetime
    run_id: str
    name: str | None
    owner: str | None


def find_fall(record: AccountRecord, assessed: AccountHealth, as_of: datetime, weights: HealthWeights) -> HealthAlert | None:
    """The fall that shows at the moment; None where there is none, or the account has left."""
    before = next(past for past in assessed.trend if past.days == FALL_DAYS)
    if before.score is None or before.band is None or record.at(as_of).facts.status == "churned":
        return None
    # Most accounts have not fallen, and that is told by the two scores at hand.
    if fall_kind(assessed.score, before.score) is None or (kind := _kind_at(record, as_of, weights.weights)) is None:
        return None
    were = list_points(record, as_of - timedelta(days=FALL_DAYS), weights.weights)
    lost = sorted((round(were[c.name] - c.points, 1), c.why) for c in assessed.contributions)[::-1]
    reasons = tuple(f"{why} ({points:.1f} points less)" for points, why in lost[:REASONS] if points > 0)
    began = _beginning(record, as_of, kind, weights.weights)
    return HealthAlert(record.facts.id, kind, began, as_of, assessed.score, assessed.band, before.score, before.band, reasons)


def fall_kind(score: float, before: float) -> str | None:
    """What a change within FALL_DAYS is told as; None: it is no fall."""
    band = band_of(score)
    if BANDS.index(band) < BANDS.index(band_of(before)) and before - score >= LEAST_FALL:
        return f"to_{band}"
    return "drop" if before - score >= FALL_POINTS else None


def only_new(found: Iterable[HealthAlert], known: Mapping[str, Iterable[tuple[str, date]]]) -> list[HealthAlert]:
    """Those that nobody was told of. `known`: by account the (kind, began_on) of the alerts so far; one of the same kind that began within FALL_DAYS is the
    same fall, whose beginning later data moved."""
    return [a for a in found if not any(kind == a.kind and abs((began - a.began_on).days) <= FALL_DAYS for kind, began in known.get(a.account, ()))]


def _kind_at(record: AccountRecord, as_of: datetime, weights: Mapping[str, float]) -> str | None:
    """The fall that shows at a moment. Where a signal went missing since, the score must have fallen against the one without that signal too: a feed that
    stopped is no fall of the account."""
    then = as_of - timedelta(days=FALL_DAYS)
    now, before = score_at(record, as_of, weights), score_at(record, then, weights)
    if now is None or before is None or (kind := fall_kind(now, before)) is None:
        return None
    known, was = read_values(record.at(as_of)), read_values(record.at(then))
    still = {name: value if known[name] is not None else None for name, value in was.items()}
    return kind if fall_kind(now, round(score_values(still, weights), 1)) else None


def _beginning(record: AccountRecord, as_of: datetime, kind: str, weights: Mapping[str, float]) -> date:
    moment = as_of
    for _ in range(LONGEST):
        earlier = moment - timedelta(days=1)
        if _kind_at(record, earlier, weights) != kind:
            break
        moment = earlier
    return moment.date()
