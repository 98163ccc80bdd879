"""A record's messages as one conversation: in order of time, each with whose it is."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from voc.domain.accounts import clean_domain
from voc.domain.conversation import Message, Side, write_conversation
from voc.sources.fields import plain, slug
from voc.sources.mapping.profile import Conversation, Rule, Source, list_places
from voc.sources.mapping.records import Record
from voc.sources.mapping.shelf import Shelf
from voc.sources.mapping.texts import read_source
from voc.sources.settling.dates import read_date
from voc.sources.settling.ids import read_id
from voc.sources.settling.vocabulary import read_word

_SUBJECT = 250  # characters of a line that may be a subject
_SIDES = {"customer": Side.CUSTOMER, "agent": Side.AGENT}


class _Person(NamedTuple):
    name: str | None = None
    email: str | None = None
    role: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """A message with what the source tells of who wrote it."""

    message: Message
    order: tuple[bool, str]
    person: _Person


def follows(record: Record, rule: Rule) -> bool:
    """Whether one of the rule's values stands in the record."""
    wanted = {value.lower() for value in rule.values}
    return any((plain(value, rule.where) or "").strip().lower() in wanted for value in record.list_values(rule.where) or [""])


def find_own_author(record: Record, said: Conversation) -> str | None:
    """Who wrote the message, where it is an internal one: nobody outside does."""
    if said.id is None or not any(follows(record, rule) for rule in said.internal):
        return None
    return _plain(record, said.id)


class ConversationReader:
    """Reads the conversations of one file. `people`: a file of persons, by id; `own`: the ids of those who are known to be our own.

    `is_account`: what our own people write alone is their account of a customer, as a person says who imports it as a `sales_note`."""

    def __init__(self, said: Conversation, words: Mapping[str, str], people: Shelf | None, own: Collection[str], *, is_account: bool = False) -> None:
        self._said = said
        self._words = {slug(word): side for word, side in words.items()}
        self._people = people
        self._own = own
        self._is_account = is_account
        self._team = self._find_team() if said.people and said.people.team else None

    def read(self, record: Record, first: Mapping[str, Any]) -> dict[str, Any]:
        """The item's fields that the conversation tells; `first`: those that the record itself tells. Empty where nobody said anything."""
        told = sorted(self._messages(record, first), key=lambda one: one.order)
        if first.get("text") and not self._said.opening:
            told = _put_before(first, told)
        told = [*told, *self._remark(record, told, first)]
        if not told:
            return {}
        customers = [one for one in told if one.message.side is Side.CUSTOMER]
        is_ours = all(one.message.side in (Side.AGENT, Side.INTERNAL) for one in told)
        whose = (customers or told)[0]
        text = told[0].message.text if len(told) == 1 and not is_ours else write_conversation([one.message for one in told], is_call=self._said.turns)
        if is_ours and self._is_account:
            text = "\n\n".join(one.message.text.strip() for one in told if one.message.side is Side.AGENT)
        found: dict[str, Any] = {"text": text, "author_name": whose.person.name, "author_email": whose.person.email}
        times = [one.message.at for one in told if one.message.at]
        if times:
            found |= {"occurred_at": times[0].isoformat(), "updated_at": times[-1].isoformat()}
        found["author_role"] = "agent" if is_ours else None
        kept = {name: value for name, value in first.items() if value is not None and name != "text" and not (times and name == "updated_at")}
        if self._said.opening and told[0].message.side is Side.AGENT and any(whose.person):  # the record's author is one of our own, who began
            kept = {name: value for name, value in kept.items() if name not in ("author_name", "author_email")}
        if times and (begun := _moment(kept.get("occurred_at"))) and times[0] < begun:
            del kept["occurred_at"]
        return {**found, **kept, "text": found["text"]}

    def _remark(self, record: Record, told: Sequence[_Told], first: Mapping[str, Any]) -> Sequence[_Told]:
        """What the customer wrote beside a rating: their last message."""
        text = _plain(record, self._said.remark)
        if not text or not any(map(str.isalpha, text)):
            return ()
        person = next((one.person for one in told if one.message.side is Side.CUSTOMER), _whose(first) if not self._said.opening else _Person())
        return (_Told(Message(text, Side.CUSTOMER, person.name), (True, ""), person),)

    def _messages(self, record: Record, first: Mapping[str, Any]) -> Sequence[_Told]:
        said = self._said
        found: list[_Told] = []
        items = [self._message(record, raw) for place in list_places(said.messages) for raw in record.list_items(place)]
        own = set(self._own) | {author for one in items if (author := find_own_author(one, said))}
        customers = self._customers(record)
        if said.first_is_customer and items and not customers and (writer := _plain(items[0], said.id)):
            customers = [writer]
        if said.opening and (text := plain(read_source(record, said.opening["text"]), "text")):
            found.append(self._opening(record, text))
        for number, one in enumerate(items):
            text = plain(read_source(one, said.text), "text")
            if not text or not text.strip() or (said.only and not follows(one, said.only)):
                continue
            writer = _plain(one, said.id)
            person = self._person(record, one, writer)
            if customers and writer == customers[0] and not any(person):
                person = _whose(first)
            at = _moment(read_source(one, said.at)) if said.at else None
            message = Message(text, self._side(record, one, writer, person, customers, own), person.name, at)
            found.append(_Told(message, (at is not None, f"{at.isoformat() if at else ''} {number:09}"), person))
        return found

    def _customers(self, record: Record) -> Sequence[str]:
        """The ids of those who are customers, who asked first; none where it is not told who asked."""
        places = list_places(self._said.customer) if self._said.customer else []
        if not places or not _plain(record, places[0]):
            return []
        cells = [plain(value, place) or "" for place in places for value in record.list_items(place)]
        return [part.strip() for cell in cells for part in re.split("[,;]", cell) if part.strip()]

    def _message(self, record: Record, raw: Any) -> Record:
        return Record.of(record.line, "", raw if isinstance(raw, Mapping) else self._unpack(raw))

    def _unpack(self, cell: Any) -> Mapping[str, Any]:
        """A message in one cell, such as Jira's `05/Oct/26 9:30 AM;5d1f;Any news?`; in another form it is the text alone."""
        text = plain(cell, "message") or ""
        parts = text.split(";", 2) if self._said.packed else []
        return dict(zip(("at", "id", "text"), parts, strict=True)) if len(parts) == 3 and _moment(parts[0]) else {"text": text}

    def _opening(self, record: Record, text: str) -> _Told:
        said = self._said.opening or {}
        name, email, role, at = (plain(read_source(record, said[part]), part) if part in said else None for part in ("name", "email", "role", "at"))
        moment = _moment(at)
        side = self._read_side(role) if role else Side.CUSTOMER
        return _Told(Message(text, side, name, moment), (False, ""), _Person(name, email, role))

    def _person(self, record: Record, one: Record, writer: str | None) -> _Person:
        said = self._said
        known: Record | None = None
        if said.people and writer is not None:
            known = self._find_person(record, writer)
        own = [_plain(one, place) for place in (said.name, said.email, said.role, None)]
        if known and said.people:
            theirs = [_plain(known, place) for place in (said.people.name, said.people.email, said.people.role, said.people.team)]
            own = [first or second for first, second in zip(own, theirs, strict=True)]
        return _Person(*own)

    def _find_person(self, record: Record, writer: str) -> Record | None:
        people = self._said.people
        if people is None:
            return None
        rows: Sequence[Any] = self._people.find(read_id(writer)) if self._people else record.list_items(people.where)
        found = (Record.of(0, "", row) for row in rows if isinstance(row, Mapping))
        return next((one for one in found if _plain(one, people.id) == writer), None)

    def _find_team(self) -> str | None:
        """Our own people's: the one that most are of who are no guests; None where two have as many."""
        said = self._said.people
        if said is None or self._people is None:
            return None
        rows = (Record.of(0, "", row) for key in self._people for row in self._people.find(key))
        teams = Counter(team for one in rows if (team := _plain(one, said.team)) and self._read_side(_plain(one, said.role) or "") is not Side.CUSTOMER)
        most = teams.most_common(2)
        return most[0][0] if most and (len(most) == 1 or most[1][1] < most[0][1]) else None

    def _side(self, record: Record, one: Record, writer: str | None, person: _Person, customers: Collection[str], own: Collection[str]) -> Side | None:
        if any(follows(one, rule) for rule in self._said.internal):
            return Side.INTERNAL
        if person.role and (side := self._read_side(person.role)):
            return side
        if self._team and person.team:
            return Side.AGENT if person.team == self._team else Side.CUSTOMER
        ours = {host for place in self._said.ours if (host := clean_domain(_plain(record, place)))}
        if ours and person.email:
            return Side.AGENT if clean_domain(person.email) in ours else Side.CUSTOMER
        if customers and writer:
            return Side.CUSTOMER if writer in customers else Side.AGENT
        return Side.AGENT if writer in own else None

    def _read_side(self, role: str) -> Side | None:
        word = slug(role)
        return _SIDES.get(self._words.get(word, word)) or _SIDES.get(read_word("author_role", self._words.get(word, role)))


def _put_before(first: Mapping[str, Any], told: Sequence[_Told]) -> list[_Told]:
    """What the record says itself, without what the first message says again: a subject goes on top of a customer's first message, more is a message."""
    person = _whose(first)
    if not told:
        return [_Told(Message(str(first["text"]), Side.CUSTOMER, person.name), (False, ""), person)]
    opening = told[0].message
    said = " ".join(opening.text.split())
    lead = "\n\n".join(part for part in str(first["text"]).split("\n\n") if " ".join(part.split()) not in said)
    if not lead:
        return list(told)
    if opening.side is Side.CUSTOMER and "\n" not in lead and len(lead) <= _SUBJECT:
        return [replace(told[0], message=replace(opening, text=f"{lead}\n\n{opening.text}")), *told[1:]]
    return [_Told(Message(lead, Side.CUSTOMER, person.name, _moment(first.get("occurred_at"))), (False, ""), person), *told]


def _whose(first: Mapping[str, Any]) -> _Person:
    return _Person(*(plain(first.get(field), field) for field in ("author_name", "author_email")))


def _plain(record: Record, source: Source | None) -> str | None:
    return None if source is None else plain(read_source(record, source), "message")


def _moment(value: Any) -> datetime | None:
    """The time in UTC, in whatever form; None where it can be read in two ways or in none. A time without a zone is UTC."""
    text = plain(value, "at")
    found = read_date(text) if text else None
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found.removesuffix(" UTC"))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
