"""One text out of several columns."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voc.domain.accounts import clean_domain
from voc.sources.fields import plain
from voc.sources.mapping.adf import read_adf
from voc.sources.mapping.profile import Answers, Filled, Joined, Listed, Outside, Paragraphs, Sentences, Source, list_places
from voc.sources.mapping.records import Record, matches, slug_of

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a survey's columns. `used`: those, by `slug`, that are read for something else; `labels`: a column's question, where it is not its name;
    `open`: those in which people wrote."""

    used: Collection[str] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    open: Collection[str] = ()


NOTHING = Asked()


def read_source(record: Record, source: Source, asked: Asked = NOTHING) -> Any:
    """What a field's source tells in this record; None where it tells nothing."""
    if isinstance(source, str):
        return read_adf(record[source])
    if isinstance(source, Filled):
        return None if record[source.filled] is None else source.gives
    if isinstance(source, Listed):
        return _write_listed(record, source)
    if isinstance(source, Paragraphs):
        return write_paragraphs([text for part in source.paragraphs if (text := plain(read_source(record, part), "text"))])
    if isinstance(source, Answers):
        return _write_answers(record, source, asked)
    if isinstance(source, Joined):
        parts = [plain(record[place], place) for place in source.joined]
        return _shorten(" | ".join(part for part in parts if part)) or None
    if isinstance(source, Sentences):
        items = (item for place in list_places(source) for item in record.list_items(place))
        return " ".join(text.strip() for item in items if (text := plain(item, "text"))) or None
    if isinstance(source, Outside):
        ours = {clean_domain(str(record[place])) for place in source.of if record[place]}
        return next((mail for mail in map(str, record.list_items(source.outside)) if "@" in mail and clean_domain(mail) not in ours), None)
    return next((found for one in source if (found := read_source(record, one)) is not None), None)


def _shorten(joined: str) -> str:
    """What is too long for an id, as its fingerprint."""
    return joined if len(joined) <= _LONGEST_ID else hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()


def write_paragraphs(texts: Collection[str]) -> str | None:
    """The texts, a paragraph each; one that stands within a later one is left out."""
    said = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    return "\n\n".join(text for text in said if not any(text != other and text in other for other in said)) or None


def _write_answers(record: Record, source: Answers, asked: Asked) -> str | None:
    """Each answer under its question; where one alone was answered, the answer alone."""
    return _write_asked([(asked.labels.get(name, name), str(plain(record.values[name], name)).strip()) for name in list_answers(record, source, asked)])


def _write_listed(record: Record, source: Listed) -> str | None:
    """The same of a list's answers; one whose question the list does not tell stands alone."""
    answered = []
    for item in record.list_items(source.listed):
        one = Record.of(record.line, "", item if isinstance(item, Mapping) else {})
        text = plain(read_source(one, source.answer), source.listed)
        if text and _has_letters(text):
            answered.append(((plain(one[source.question], source.question) if source.question else None) or "", text.strip()))
    return _write_asked(answered)


def _write_asked(answered: Sequence[tuple[str, str]]) -> str | None:
    if len(answered) < 2:
        return answered[0][1] if answered else None
    return "\n\n".join(f"{' '.join(question.split())}\n{answer}".lstrip("\n") for question, answer in answered)


def list_answers(record: Record, source: Answers, asked: Asked) -> list[str]:
    """The columns in which somebody answered, in the file's order where they are not named one by one."""
    names = [name for place in source.answers for name in record.values if matches(name, place)]
    if source.others:
        besides = {name for place in source.besides for name in record.values if matches(name, place)}
        names += [name for name in record.values if name in asked.open and name not in besides and name not in names and slug_of(name) not in asked.used]
    return [name for name in names if (text := plain(record.values[name], name)) and _has_letters(text)]


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))
