"""Erasing feedback: whose, and what goes with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from voc.domain.summaries import split_summary
from voc.errors import InputError

_WORD = re.compile(r"\w+")
_SNIPPET = re.compile(r"\bsnp_[a-z2-7]+\b")


@dataclass(frozen=True, slots=True)
class Erasable:
    """Which feedback is to go: by whom it was written, of which account (the company's own id), one item by its source's name, or all that was said before a
    moment. One of them is given.
    """

    author_email: str | None = None
    account_id: str | None = None
    item: tuple[str, str] | None = None  # source, external id
    before: datetime | None = None

    @property
    def by(self) -> str:
        """What it is chosen by, in words that name nobody: for the audit log."""
        given = [words for words, value in self._choices if value is not None]
        if len(given) != 1:
            raise InputError(f"erase by one of {', '.join(words for words, _ in self._choices[:3])}")
        return given[0]

    @property
    def _choices(self) -> list[tuple[str, object]]:
        return [("author e-mail", self.author_email), ("account id", self.account_id), ("feedback item", self.item), ("age", self.before)]


@dataclass(frozen=True, slots=True)
class QuotingReport:
    """A report that people approved or froze, which quotes what goes: it stays as it is."""

    id: str
    kind: str
    period: str
    subject: str
    version: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """What goes, counted: `embeddings` are vectors of texts that nothing else says; `summaries` are themes' summaries made of what goes."""

    items: int
    revisions: int
    snippets: int
    embeddings: int
    summaries: int
    reports: tuple[QuotingReport, ...]


def parse_item(text: str) -> tuple[str, str]:
    """SOURCE/EXTERNAL_ID. Raises InputError."""
    source, found, external_id = text.strip().partition("/")
    if not (source and found and external_id):
        raise InputError(f"'{text[:100]}' names no feedback item: write it as SOURCE/EXTERNAL_ID, such as zendesk/8123")
    return source, external_id


def is_made_of(summary: str, texts: Iterable[str]) -> bool:
    """Whether one of a summary's sentences says nothing but what one of the texts says: it is a sentence of it, cleaned."""
    spoken = [set(_words(text)) for text in texts]
    return any(said and any(said <= words for words in spoken) for said in (set(_words(part)) for part in split_summary(summary)))


def quoted_snippets(content: str) -> frozenset[str]:
    """The snippets that a report's content, as it is kept, names."""
    return frozenset(_SNIPPET.findall(content))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
