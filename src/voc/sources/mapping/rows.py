"""The fields of a record, as its profile says."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_currency_precision

from voc.errors import RowError
from voc.sources.fields import plain, slug
from voc.sources.mapping.conversations import ConversationReader, follows
from voc.sources.mapping.profile import Answers, Profile, Source, list_places
from voc.sources.mapping.records import Record, matches, root_of, slug_of
from voc.sources.mapping.texts import Asked, list_answers, read_source
from voc.sources.settling.numbers import read_amount

FILE = "file"  # the file's name without its ending, beside a record's own columns
_KEEPING = ("accounts", "opportunities", "catalogue")  # kinds of which a row changes what it says, and nothing else: what is empty is said too
_LISTS = ("tags", "domain")  # fields that hold several values
_NOBODYS_BUSINESS = "/^ip ?address$/"  # a column that is kept of nobody
_LONGEST = 500  # characters of a column that nobody named and that is kept as an attribute


class RowMaker:
    """Makes the rows of records: mostly one of each, of a table with a column a signal as many as it has."""

    def __init__(
        self, profile: Profile, fields: Sequence[str], conversation: ConversationReader | None, labels: Mapping[str, str], open_columns: Collection[str] = ()
    ) -> None:
        self._profile = profile
        self._fields = frozenset(fields)
        self._conversation = conversation
        self._words = {field: {slug(word): value for word, value in words.items()} for field, words in profile.words.items()}
        self._used = frozenset(_used(profile))
        self._asked = Asked(self._used, labels, open_columns)
        self._patterns = [_NOBODYS_BUSINESS, *(place for place in _places(profile) if place.startswith("/"))]
        self._answers = [source for source in profile.fields.values() if isinstance(source, Answers)]

    def make(self, record: Record) -> Iterator[dict[str, Any]]:
        """The record's rows, by the kind's fields."""
        row = {field: self._read(record, field, source) for field, source in self._profile.fields.items()}
        subject = read_source(record, self._profile.subject) if self._profile.subject else None
        if self._profile.gather:
            row |= {field: self._add_up(record, field, self._profile.gather.into) for field in self._profile.gather.total if field in row}
        if self._conversation:
            row = self._conversation.read(record, row) or row
        if subject is not None:
            row["subject" if row.get("text") else "text"] = subject
        row = {field: value for field, value in row.items() if value is not None}
        for field in self._profile.minor_units:
            if field in row:
                row[field] = _as_major(row[field], row.get("currency"))
        for field, value in self._profile.constants.items():
            row.setdefault(field, value)
        if self._profile.kind in _KEEPING:
            row |= {field: None for field, source in self._profile.fields.items() if field not in row and _is_empty(record, source)}
        if self._profile.wide_signals is not None:
            yield from self._signals(record, row)
        else:
            yield {**self._attributes(record), **row}

    def _add_up(self, record: Record, field: str, into: str) -> Any:
        """The field's sum over the rows that are one thing; None where they are in several currencies, or one is no number."""
        rows = [Record.of(record.line, "", item) for item in record.list_items(into) if isinstance(item, Mapping)]
        fields, counted = self._profile.fields, self._profile.gather.counted if self._profile.gather else None
        if counted and not (rows := [row for row in rows if follows(row, counted)]):
            return "0"
        currencies = {plain(self._read(row, "currency", fields["currency"]), "currency") for row in rows} if "currency" in fields else set()
        amounts = [found for row in rows if (found := self._read(row, field, fields[field])) is not None]
        if len(amounts) < 2:
            return amounts[0] if amounts else None
        try:
            return str(sum(Decimal(str(amount)) for amount in amounts)) if len(currencies) < 2 else None
        except InvalidOperation:
            return None

    def _read(self, record: Record, field: str, source: Source) -> Any:
        is_list = field in _LISTS
        value = self._read_list(record, field, list_places(source)) if is_list else read_source(record, source, self._asked)
        if field.endswith("_email") and isinstance(value, str) and "@" not in value:
            return None  # a user's name, where a system has no address
        if not is_list and field in self._profile.split and isinstance(value, str):
            value = next((part.strip() for part in value.split(self._profile.split[field]) if part.strip()), None)
        words = self._words.get(field)
        if words and (said := plain(value, field)) is not None:
            return words.get(slug(said), value)
        return value

    def _read_list(self, record: Record, field: str, places: Sequence[str]) -> Any:
        parts = self._profile.split.get(field)
        for place in places:
            found = [item for item in record.list_items(place) if item not in (None, "")]
            if parts and found:
                return [one for item in found for one in (plain(item, field) or "").split(parts) if one]
            if found:
                return found if len(found) > 1 or not isinstance(found[0], str) else found[0]
        return None

    def _attributes(self, record: Record) -> dict[str, Any]:
        """The plain columns that nothing names, under a name that is no field's."""
        found: dict[str, Any] = {}
        answers = {name for source in self._answers for name in list_answers(record, source, self._asked)}
        for name, value in record.values.items():
            is_empty = value is None or value == ""
            is_plain = isinstance(value, str | int | float | Decimal) and not (isinstance(value, str) and len(value) > _LONGEST)
            if not (self._profile.kind in _KEEPING if is_empty else is_plain) or name in answers or self._is_used(name):
                continue
            plain_name = slug_of(str(name))
            found[f"{plain_name}_in_file" if plain_name in self._fields else str(name).strip()] = None if is_empty else value
        return found

    def _is_used(self, name: str) -> bool:
        return slug_of(name) in self._used or any(matches(name, pattern) for pattern in self._patterns)

    def _signals(self, record: Record, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        besides = self._profile.wide_signals or ()
        for name, value in record.values.items():
            if self._is_used(name) or any(matches(name, place) for place in besides) or not _is_number(value):
                continue
            yield {**row, "signal": slug(name), "value": value}


def _is_empty(record: Record, source: Source) -> bool:
    """Whether the record has a place for the field, and nothing in any."""
    places = list_places(source)
    return any(record.has(place) for place in places) and all(record[place] is None for place in places)


def _as_major(amount: Any, currency: Any) -> Any:
    """An amount in cents as one in the currency; what is no number stays for the field to refuse."""
    try:
        return str(Decimal(str(amount)).scaleb(-get_currency_precision(str(currency).upper())))
    except InvalidOperation:
        return amount


def _is_number(value: Any) -> bool:
    if isinstance(value, bool | int | float | Decimal):
        return True
    if not isinstance(value, str) or not value.strip():
        return False
    try:
        return value.strip().lower() in ("true", "false") or read_amount(value.strip().removesuffix("%"), "value", ".", is_money=False) is not None
    except RowError:
        return False


def list_paths(profile: Profile) -> list[str]:
    """Every path that the profile reads a record by, and those of columns that it says are no questions."""
    return [*_places(profile), *(place for source in profile.fields.values() if isinstance(source, Answers) for place in source.besides)]


def find_read(profile: Profile, record: Record) -> set[str]:
    """The record's columns that a pattern of the profile reads: of each the first."""
    patterns = [place for place in _places(profile) if place.startswith("/")]
    return {found for place in patterns if (found := next((name for name in record.values if matches(name, place)), None)) is not None}


def _places(profile: Profile) -> Iterator[str]:
    """Every path that the profile reads a record by."""
    said, events = profile.conversation, profile.events
    sources: list[Source] = [*profile.fields.values(), *([profile.subject] if profile.subject else ())]
    if said:
        sources += [*list_places(said.messages), *(said.opening or {}).values(), *(one for one in (said.customer, said.remark) if one)]
        if profile.gather:  # the messages' own columns are the rows' own
            sources += [source for source in (said.text, said.at, said.id, said.name, said.email, said.role) if source]
            yield from (rule.where for rule in said.internal)
    if events:
        sources += [events.account, events.user, events.at, events.event]
    yield from (place for source in sources for place in list_places(source))
    yield from (rule.where for rule in (*profile.leave_out, *([profile.only] if profile.only else ())))


def _used(profile: Profile) -> Iterator[str]:
    yield from (*profile.files, FILE)
    if profile.gather:
        yield profile.gather.into
    for place in _places(profile):
        yield from (slug(place), root_of(place))
