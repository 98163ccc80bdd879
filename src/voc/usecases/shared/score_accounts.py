"""Score accounts: what each said, rated, did and paid, to its health."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from voc.db.arr_changes import list_arr_changes
from voc.db.health_weights import load_weights
from voc.db.mentions import list_ratings
from voc.db.signals import list_signals
from voc.db.theme_statuses import NOTHING_RELEASED, load_theme_statuses
from voc.domain.accounts import AccountFacts
from voc.domain.catalogue import find_released
from voc.domain.evidence import Mention, Window
from voc.domain.health import AccountHealth, AccountRecord, HealthAlert, assess_health, find_fall
from voc.domain.health.record import Peers
from voc.domain.health.said import USUAL_NEED, measure_need
from voc.domain.themes import RankedTheme


@dataclass(frozen=True, slots=True)
class JudgedAccounts:
    """Every account's health by `acc_` id, the falls that show, and whose weights were used: shipped, or a proposal's id."""

    health: Mapping[str, AccountHealth]
    falls: Sequence[HealthAlert]
    weights: str


def score_accounts(
    session: Session,
    accounts: Mapping[str, AccountFacts],
    mentions: Sequence[Mention],
    window: Window,
    ranked: Sequence[RankedTheme] = (),
    *,
    only: Collection[str] | None = None,
    looks_back: bool = True,
) -> Mapping[str, AccountHealth]:
    """The accounts' health at the window's end, by `acc_` id: from what was known then, with the weights that count now. Every account's, for they are measured
    against each other; or of these `only`. Without its trend where it is not to look back, in a third of the time."""
    released = find_released({r.theme.id: r.catalogue for r in ranked})
    records, weights = load_records(session, accounts, mentions, window.as_of, released), load_weights(session)
    return {key: assess_health(records[key], window.as_of, weights, looks_back=looks_back) for key in (records if only is None else only)}


def judge_accounts(
    session: Session, accounts: Mapping[str, AccountFacts], mentions: Sequence[Mention], as_of: datetime, ranked: Sequence[RankedTheme] = ()
) -> JudgedAccounts:
    """The accounts' health and which of them fell. What the catalogue has of the `ranked` themes is unmet no more since its release."""
    weights = load_weights(session)
    records = load_records(session, accounts, mentions, as_of, find_released({r.theme.id: r.catalogue for r in ranked}))
    health = {key: assess_health(record, as_of, weights) for key, record in records.items()}
    falls = [fall for key, record in records.items() if (fall := find_fall(record, health[key], as_of, weights)) is not None]
    return JudgedAccounts(health, falls, weights.id)


def load_records(
    session: Session, accounts: Mapping[str, AccountFacts], mentions: Sequence[Mention], until: datetime, released: Mapping[str, datetime] = NOTHING_RELEASED
) -> dict[str, AccountRecord]:
    """What is known of every account up to a moment, by `acc_` id. All is read and grouped once. `released`: since when what a theme asks for is there."""
    said: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.account is not None:
            said.setdefault(mention.account, []).append(mention)
    ratings, signals = list_ratings(session, until), list_signals(session, until.date())
    changes, statuses = list_arr_changes(session), load_theme_statuses(session, released)
    # A change dated ahead tells of no day yet.
    told_until = min(until.date(), max((found[-1].effective_on for found in changes.values()), default=date.min))
    needs = Peers(measure_need, USUAL_NEED)
    records = {
        key: AccountRecord(
            facts,
            said.get(key, ()),
            ratings.get(key, ()),
            signals.get(facts.account_id, ()),
            changes.get(facts.account_id, ()),
            statuses,
            told_until,
            needs,
        )
        for key, facts in accounts.items()
    }
    needs.join(list(records.values()))
    return records
