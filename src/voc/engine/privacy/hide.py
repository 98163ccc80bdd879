"""Hide personal data and secrets: every finder in its order, a mark for what it finds."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from voc.engine.alignment import AlignedText, Edit
from voc.engine.privacy import addresses, codes, contacts, fields, identity, links, national, passwords, payments, phones, secrets, tokens, told
from voc.engine.privacy.marks import HIDDEN, mark_pattern
from voc.engine.privacy.own_rules import OwnRule

Finder = Callable[[str], Iterable[Edit]]

_PASSES = 20  # what is hidden may uncover more

# Whole blocks and links before what may stand in them; what has check digits before what only has a shape.
_FINDERS: tuple[Finder, ...] = (
    secrets.find_private_keys,
    links.find_links,
    links.find_ends_of_links,
    secrets.find_known_keys,
    passwords.find_passwords_in_addresses,
    told.find_passwords_of_commands,
    told.find_passwords_in_markup,
    tokens.find_tokens,
    passwords.find_phrases,
    contacts.find_emails,
    contacts.find_spaced_emails,
    contacts.find_spelt_emails,
    contacts.find_announced_emails,
    passwords.find_passwords,
    passwords.find_paired_passwords,
    told.find_told_passwords,
    told.find_replaced_passwords,
    secrets.find_random_runs,
    phones.find_dictated_phones,
)
_FINDERS_OF_NUMBERS: tuple[Finder, ...] = (
    payments.find_ibans,
    payments.find_announced_ibans,
    payments.find_cards,
    payments.find_cards_set_apart,
    payments.find_card_codes,
    identity.find_birth_dates,
    identity.find_machine_lines,
    identity.find_named_ids,
    identity.find_ids,
    identity.find_checked_ids,
    fields.find_documents,
    national.find_national_ids,
    payments.find_accounts,
    codes.find_codes,
    contacts.find_hardware,
    contacts.find_machines,
    phones.find_phones,
    phones.find_planned_phones,
    phones.find_dialled_phones,
    phones.find_digits_called_phones,
    addresses.find_addresses,
    addresses.find_announced_addresses,
    fields.find_address_lines,
    addresses.find_rests_of_addresses,
    addresses.find_postcodes,
)
# Dashes that word processors and telephones set, also between the parts of a number.
_DASH = re.compile(r"[\u2010-\u2012\u2212\uff0d]|(?<=\w)[\u2013\u2014](?=\w)")
_DIGITS = re.compile(r"\d[\d\D]{0,40}?\d|::")


@dataclass(frozen=True)
class Hiding:
    """What is hidden beyond what every company hides: its own rules."""

    own: tuple[OwnRule, ...] = ()

    @cached_property
    def marks(self) -> re.Pattern[str]:
        """Matches every mark that may stand in a text."""
        return mark_pattern(rule.name for rule in self.own) if self.own else HIDDEN

    def finders(self, text: str) -> Iterator[Finder]:
        """Those that may find something in such a text, in their order."""
        yield from (rule.find for rule in self.own)
        yield from _FINDERS
        if _DIGITS.search(text):
            yield from _FINDERS_OF_NUMBERS


NOTHING_MORE = Hiding()


def hide_personal_data(text: str, hiding: Hiding = NOTHING_MORE) -> str:
    """The text with secrets and personal data replaced by marks that tell what they were. Total, and the result of the result is the same."""
    aligned = AlignedText(text)
    for _ in range(_PASSES):
        hidden = hide_once(aligned, hiding)
        if hidden.text == aligned.text:
            break
        aligned = hidden
    return aligned.text


def hide_once(text: AlignedText, hiding: Hiding = NOTHING_MORE) -> AlignedText:
    """One pass over the text; what it hides may uncover more, so it is repeated until nothing changes."""
    plain = _DASH.sub("-", text.text)
    for find in hiding.finders(text.text):
        if edits := list(find(plain)):
            text = text.edited(_beside_marks(edits, text.text, hiding.marks))
            plain = _DASH.sub("-", text.text)
    return text


def _beside_marks(edits: list[Edit], text: str, marks: re.Pattern[str]) -> Iterator[Edit]:
    """The edits that leave standing marks alone: none inside one, none that cuts one. One around a mark must hide more than the mark."""
    standing = [m.span() for m in marks.finditer(text)] if "[" in text else []
    done = 0
    for start, end, mark in sorted(edits):
        near = [(first, last) for first, last in standing if first < end and start < last]
        cuts = any(first < start or end < last for first, last in near)
        if start >= done and not cuts and (not near or any(c.isalnum() for c in marks.sub("", text[start:end]))):
            yield start, end, mark
            done = end
