"""Score accounts: what each said, rated and did, to its health."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from voc.db.mentions import list_ratings
from voc.db.signals import list_signals
from voc.domain.accounts import AccountFacts
from voc.domain.evidence import Mention, Window
from voc.domain.health import AccountHealth, AccountSignals, assess_health


def score_accounts(session: Session, accounts: Mapping[str, AccountFacts], mentions: Sequence[Mention], window: Window) -> dict[str, AccountHealth]:
    """Every account's health on the window's last day, by `acc_` id."""
    said: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.account is not None:
            said.setdefault(mention.account, []).append(mention)
    ratings = list_ratings(session, window.as_of)
    signals = list_signals(session, window.day)
    return {
        key: assess_health(AccountSignals(facts, said.get(key, ()), ratings.get(key, ()), signals.get(facts.account_id, ()), window.day))
        for key, facts in accounts.items()
    }
