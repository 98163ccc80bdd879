"""Import a file of any kind: in batches of a transaction each, so that memory is flat in the file's size and what was read is kept whatever comes after."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.account_matching import rematch_some
from voc.db.changes import add_change, get_change
from voc.db.import_journal import forget_old_imports, has_noted, write_journal
from voc.db.seen_keys import SeenKeys
from voc.db.session import reading, transaction
from voc.domain.changes import MACHINE, Actor, ChangeKind
from voc.domain.shift import Shift
from voc.domain.words import count
from voc.errors import ConflictError, InputError, RowError, UnconfirmedError
from voc.sources.columns import Naming
from voc.sources.layout import AS_IT_IS, Layout, settle_file
from voc.sources.problems import Problem, Problems
from voc.sources.registry import Defaults, SourceKind, find_kind
from voc.sources.rejects import RejectsFile
from voc.sources.rows import SourceRow
from voc.sources.settling.cells import Settled
from voc.sources.settling.rows import read_row
from voc.usecases.feedback.find_shift import find_shift, may_shift
from voc.usecases.feedback.import_rows import RowResult, defaults_for, save_values
from voc.usecases.feedback.remark_rows import Remarks

BATCH_ROWS = 1_000
BATCH_CHARS = 2**20  # of raw text: long rows make shorter batches

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """Rows by what became of them; `read` is their sum, without `unmatched`: feedback rows of those that no account could be found for.

    `rejects_path` is the file of the rejected rows, None where there is none; `rejects_error` a line that says why it could not be written. `left_out`: cells
    that could not be read and that their rows do not need, by kind; `notes` say what looks odd in the file and was imported, or would be.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    rejected: int
    unmatched: int
    rejects_path: Path | None
    rejects_error: str | None = None
    left_out: Sequence[Problem] = ()
    notes: Sequence[str] = ()


def import_file(
    engine: Engine,
    kind: str,
    path: Path,
    *,
    reporting_currency: str,
    layout: Layout = AS_IT_IS,
    dry_run: bool = False,
    yes: bool = False,
    progress: Progress | None = None,
    unpacked_limit: int | None = None,
    actor: Actor = MACHINE,
    act: str | None = None,
) -> ImportResult:
    """Import a CSV, JSON Lines or Parquet file. `layout` says how its columns are read; `progress` is told (bytes done, bytes in all) after each batch.

    `act`: the change by which somebody asked for the import, and by which it can be undone; without one it notes one itself, in the name of `actor`.

    Bad rows go to a rejects file beside the input and never stop the import; a bad cell that nobody requires is left out of its row.
    A dry run reports the same counts and rejects and writes nothing to the database.
    Raises UnconfirmedError, unless told `yes`, where the ARR of most accounts that it changes falls or rises about twelvefold; nothing is written then.
    Raises InputError where the file as a whole cannot be used (before anything is written), or where it unpacks to more than `unpacked_limit` bytes.
    """
    source_kind = find_kind(kind)
    defaults = defaults_for(reporting_currency)
    counts: Counter[str] = Counter()
    remarks = Remarks(source_kind.name)
    log = _Log(engine, source_kind.name, path.name, actor, act)
    left_out = Problems()
    settled = settle_file(path, source_kind, layout, unpacked_limit)
    shift = Shift()
    if not yes and may_shift(engine, source_kind.name):
        with layout.open(path, source_kind, unpacked_limit) as source:
            shift = find_shift(engine, source_kind.name, (parse_rows(rows, settled, defaults, Problems()) for rows in _in_batches(source.rows)))
    if shift.size == "most" and not dry_run:
        raise UnconfirmedError(f"{shift.words}; nothing was imported: if the file is right, go on with --yes (over the API yes=true)")
    with layout.open(path, source_kind, unpacked_limit) as source, SeenKeys() as seen, log.note_end(counts):
        columns = source.columns
        batches = ((rows, parse_rows(rows, settled, defaults, left_out)) for rows in _in_batches(source.rows))
        first = next(batches, ([], []))
        _refuse_missing_columns(*first, columns, path.name)
        with RejectsFile(path) as rejects:
            for rows, read in chain([first], batches):
                results = _save_batch(source_kind, rows, read, seen, log, remarks, dry_run)
                _count(results, counts)
                _reject(rejects, rows, results, columns)
                if progress:
                    progress(source.done(), source.size)
        if source_kind.name == "accounts" and not dry_run:
            _rematch(engine)  # before the note: figures that were computed meanwhile are old after it
        if progress:
            progress(source.size, source.size)
    return ImportResult(
        read=counts["read"],
        added=counts["added"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        rejected=counts["rejected"],
        unmatched=counts["unmatched"],
        rejects_path=rejects.written,
        rejects_error=rejects.error,
        left_out=[replace(problem, column=columns.original(problem.column)) for problem in left_out],
        notes=[*_notes(shift, counts["replaced"], source.skipped), *remarks.lines()],
    )


@dataclass
class _Log:
    """What the audit log and the journal are told of an import. `act`: the change that it began with, None while it has changed nothing."""

    engine: Engine
    kind: str
    file: str
    actor: Actor
    act: str | None

    def note_batch(self, session: Session) -> None:
        """Note what the batch's transaction changed."""
        if not has_noted(session):
            return
        if self.act is None:
            now = datetime.now(UTC)
            forget_old_imports(session, now)
            self.act = add_change(session, ChangeKind.IMPORT_BEGUN, self.kind, now, after={"file": self.file})
        elif get_change(session, self.act).undone_at:
            raise ConflictError("this import was undone while it ran: import the file again to have the rest of it")
        write_journal(session, self.act)

    @contextmanager
    def note_end(self, counts: Mapping[str, int]) -> Iterator[None]:
        """Note what was brought in, also where the import breaks off: its batches stay."""
        try:
            yield
        finally:
            brought = {name: counts[name] for name in ("added", "updated") if counts[name]}
            if brought and self.act:
                with transaction(self.engine, self.actor, self.act) as session:
                    if not get_change(session, self.act).undone_at:
                        add_change(session, ChangeKind.IMPORT_DONE, self.kind, datetime.now(UTC), after={"file": self.file, **brought})


def _notes(shift: Shift, replaced: int, skipped: Mapping[str, int]) -> list[str]:
    notes = [] if shift.size == "none" else [shift.words]
    if replaced:
        notes.append(
            f"{count(replaced, 'row')} replaced an earlier row of the file with the same external_id. If such rows are messages of one thread, "
            "add a column `public` (true or false), and voc reads them as one conversation"
        )
    if skipped:
        notes.append("left out: " + ", ".join(f"{count(number, 'row')} ({why})" for why, number in sorted(skipped.items())))
    return notes


def _in_batches(rows: Iterator[SourceRow]) -> Iterator[list[SourceRow]]:
    batch: list[SourceRow] = []
    chars = 0
    for row in rows:
        batch.append(row)
        chars += len(row.raw)
        if len(batch) >= BATCH_ROWS or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def parse_rows(rows: Sequence[SourceRow], settled: Settled, defaults: Defaults, left_out: Problems) -> list[Any]:
    """The rows' domain values, in order; a RowError in the place of a row that has none. `left_out` counts the cells that were left out."""
    return [read_row(row, settled, defaults, left_out.add) for row in rows]


def _refuse_missing_columns(rows: Sequence[SourceRow], read: Sequence[Any], columns: Naming, name: str) -> None:
    """JSON Lines have no header: where no row of the first batch can be used and none has a required field, the fields bear other names."""
    found = list(dict.fromkeys(column for row in rows for column in row.values))
    missing = columns.missing(found)
    if missing and found and all(isinstance(value, RowError) for value in read):
        raise InputError(columns.missing_line(name, missing, found))


def _save_batch(
    kind: SourceKind, rows: Sequence[SourceRow], read: Sequence[Any], seen: SeenKeys, log: _Log, remarks: Remarks, dry_run: bool
) -> list[RowResult]:
    remarks.look_at_stages(rows, read)
    with reading(log.engine) if dry_run else transaction(log.engine, log.actor) as session:
        results = save_rows(session, kind, rows, read, seen, dry_run=dry_run, remarks=remarks)
        log.note_batch(session)
    return results


def save_rows(
    session: Session, kind: SourceKind, rows: Sequence[SourceRow], read: Sequence[Any], seen: SeenKeys, *, dry_run: bool, remarks: Remarks | None = None
) -> list[RowResult]:
    """One result per row, in order. `read`: the value of each, or why it has none."""
    values = [(row.line, value) for row, value in zip(rows, read, strict=True) if not isinstance(value, RowError)]
    saved = iter(save_values(session, kind, values, seen, dry_run=dry_run, remarks=remarks))
    return [RowResult(error=value) if isinstance(value, RowError) else next(saved) for value in read]


def _reject(rejects: RejectsFile, rows: Sequence[SourceRow], results: Sequence[RowResult], columns: Naming) -> None:
    for row, result in zip(rows, results, strict=True):
        if result.error is not None:
            rejects.add(row.line, RowError(columns.original(result.error.column), result.error.reason), row.raw)


def _count(results: Sequence[RowResult], counts: Counter[str]) -> None:
    counts["read"] += len(results)
    for result in results:
        counts["rejected" if result.error is not None else str(result.outcome)] += 1
        counts["unmatched"] += result.error is None and not result.matched
        counts["replaced"] += result.replaces


def _rematch(engine: Engine) -> None:
    after: str | None = ""
    while after is not None:
        with transaction(engine) as session:
            _, after = rematch_some(session, after)
