"""Files that somebody dropped, looked at before they are imported: what they are, what would become of their rows, and what has to be asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine

from voc.domain.shift import Shift
from voc.sources.layout import settle_file
from voc.sources.mapping.recognise import sample
from voc.sources.problems import Problems
from voc.sources.registry import find_kind
from voc.usecases.feedback.check_file import FileCheck, check_file
from voc.usecases.feedback.drop_choices import read_choices
from voc.usecases.feedback.find_shift import find_shift, may_shift
from voc.usecases.feedback.import_file import parse_rows
from voc.usecases.feedback.import_rows import defaults_for
from voc.usecases.feedback.recognise_files import Delivery, Unread, sort_files
from voc.usecases.feedback.uploaded import list_uploaded

SHIFT_ROWS = 20_000  # looked at for ARR that falls or rises twelvefold; the import itself looks at all
CALLS = 100  # asked about one by one
NAMED = 3  # of them in a line
_TOLD = ("occurred_at", "account_id", "account_domain", "author_email")


@dataclass(frozen=True, slots=True)
class Call:
    """A transcript; what it, and a file beside it, tells of day and account ("" for nothing), and what a person said of these."""

    name: str
    day: str
    account: str
    said_day: str
    said_account: str


@dataclass(frozen=True, slots=True)
class Card:
    """A delivery as a page shows it. `file` is its main file's path inside the folder."""

    file: str
    delivery: Delivery
    check: FileCheck
    shift: Shift = field(default_factory=Shift)
    calls: Sequence[Call] = ()

    @property
    def asks_for_yes(self) -> bool:
        """Whether its ARR looks like a month's, or a year's, and nobody said that it is right."""
        return self.shift.size == "most" and not self.delivery.yes

    @property
    def is_ready(self) -> bool:
        """Whether it can be imported as it is."""
        return not self.check.problem and not self.asks_for_yes and not self.delivery.is_guess


@dataclass(frozen=True, slots=True)
class Currency:
    """What a check has to know of the settings."""

    reporting_currency: str
    unpacked_limit: int


def list_deliveries(folder: Path, own_profiles: Path | None, unpacked_limit: int, busy: Collection[Path] = ()) -> tuple[list[Delivery], list[Unread]]:
    """What lies in the folder, as people said that they want it; without what jobs read already (`busy`)."""
    choices = read_choices(folder)
    found, unread = sort_files([path for path in list_uploaded(folder) if path not in busy], own_profiles, unpacked_limit)
    return [choice.apply(one) if (choice := choices.get(name_in(folder, one.path))) else one for one in found], unread


def name_in(folder: Path, path: Path) -> str:
    """The file's path inside the folder."""
    return path.relative_to(folder).as_posix()


def look_at(engine: Engine, folder: Path, delivery: Delivery, known: Currency) -> Card:
    """The delivery's card. Raises InputError where a file cannot be read."""
    check = check_file(engine, delivery.kind, delivery.path, delivery.layout, reporting_currency=known.reporting_currency, unpacked_limit=known.unpacked_limit)
    calls = [_describe(path, delivery.layout.each) for path in delivery.files[:CALLS]] if delivery.is_transcript else []
    if open_calls := [call.name for call in calls if not (call.day or call.said_day or "occurred_at" in delivery.layout.constants)]:
        check = replace(check, problem=f"say when the call was: {', '.join(open_calls[:NAMED])}")
    shift = Shift() if check.problem or not may_shift(engine, delivery.kind) else _find_shift(engine, delivery, known)
    return Card(name_in(folder, delivery.path), delivery, check, shift, calls)


def _find_shift(engine: Engine, delivery: Delivery, known: Currency) -> Shift:
    kind = find_kind(delivery.kind)
    settled = settle_file(delivery.path, kind, delivery.layout, known.unpacked_limit)
    with delivery.layout.open(delivery.path, kind, known.unpacked_limit) as source:
        rows = list(islice(source.rows, SHIFT_ROWS))
    return find_shift(engine, delivery.kind, [parse_rows(rows, settled, defaults_for(known.reporting_currency), Problems())])


def _describe(path: Path, said: Mapping[str, Mapping[str, str]]) -> Call:
    values = {name: str(value) for name, value in sample(path, ()).records[0].values.items() if name in _TOLD}
    told = said.get(path.name, {})
    account = next((values[name] for name in _TOLD[1:] if values.get(name)), "")
    return Call(path.name, values.get("occurred_at", "")[:10], account, told.get("occurred_at", ""), told.get("account_id", ""))
