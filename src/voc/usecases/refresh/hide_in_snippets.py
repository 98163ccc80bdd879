"""What is hidden in snippets, and so in all that is made of them, beyond what every company hides."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from voc.db.accounts import list_account_names
from voc.db.features import list_features
from voc.engine.alignment import AlignedText
from voc.engine.parser import find_parser
from voc.engine.privacy.hide import NOTHING_MORE, Hiding
from voc.engine.privacy.own_rules import parse_own_rules
from voc.engine.privacy.people import Parser, hide_names
from voc.engine.rules_version import splitter_version


@dataclass(frozen=True, slots=True)
class SnippetHiding:
    """What is hidden of the whole text before it is split, and whether names go from each point: before that they tell who speaks."""

    of_texts: Hiding = NOTHING_MORE
    parser: Parser | None = None
    no_persons: frozenset[str] = frozenset()  # lower-case names of features and accounts

    @property
    def splitter(self) -> str:
        """What items are marked with that were split under this."""
        return splitter_version(self.of_texts.own, hides_names=self.parser is not None)

    def of_point(self, text: str, language: str) -> str:
        """A point without names; the parser reads English alone, in other languages they go where the words before tell them."""
        return text if self.parser is None else hide_names(AlignedText(text), self.parser, self.no_persons, language).text


def hiding_for_snippets(session: Session, patterns: str, *, hide_names: bool) -> SnippetHiding:
    """A company's own rules, and names where they are to be hidden and the parser is installed. Raises InputError for rules that are none."""
    hiding = Hiding(parse_own_rules(patterns))
    parser = find_parser() if hide_names else None
    if parser is None:
        return SnippetHiding(hiding)
    known = {feature.name.lower() for feature in list_features(session).values()} | {name.lower() for name in list_account_names(session).values()}
    return SnippetHiding(hiding, parser, frozenset(known))
