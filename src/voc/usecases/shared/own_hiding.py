"""What is hidden of a text for its readers, beyond what every company hides. A session carries it, as it carries who acts."""

from sqlalchemy.orm import Session

from voc.engine.privacy.hide import NOTHING_MORE, Hiding
from voc.engine.privacy.own_rules import parse_own_rules

_KEY = "hiding"


def carry_hiding(session: Session, hiding: Hiding) -> None:
    """Have everything that is read through this session hidden so."""
    session.info[_KEY] = hiding


def hiding_of(session: Session) -> Hiding:
    """What is hidden of texts that are read through this session."""
    hiding: Hiding = session.info.get(_KEY, NOTHING_MORE)
    return hiding


def hiding_for_readers(patterns: str) -> Hiding:
    """A company's own rules. Names stay: whole items are shown to those alone who may see people. Raises InputError for rules that are none."""
    return Hiding(parse_own_rules(patterns))
