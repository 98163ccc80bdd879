"""Import rows that are at hand: one batch of a file, or what was posted to the API."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.account_matching import rematch_feedback
from voc.db.accounts import save_accounts
from voc.db.arr_changes import save_arr_changes
from voc.db.changes import add_change
from voc.db.features import save_features
from voc.db.feedback import Delivered, judge_feedback, read_delivered, save_feedback
from voc.db.fx_rates import save_fx_rates
from voc.db.import_journal import write_journal
from voc.db.opportunities import save_opportunities
from voc.db.seen_keys import SeenKeys
from voc.db.session import transaction
from voc.db.signals import save_signals
from voc.db.source_names import spell_alike
from voc.db.upsert import Outcome
from voc.domain.changes import ChangeKind
from voc.domain.feedback import FeedbackItem, fold_source
from voc.errors import InputError, RowError
from voc.sources.columns import Columns
from voc.sources.fields import currency
from voc.sources.registry import Defaults, SourceKind, find_kind
from voc.usecases.feedback.fill_currencies import fill_currencies
from voc.usecases.feedback.remark_rows import Remarks

BATCH_LIMIT = 1_000  # rows of one call

_SAVERS: Mapping[str, Callable[..., list[Outcome]]] = {
    "accounts": save_accounts,
    "arr": save_arr_changes,
    "opportunities": save_opportunities,
    "signals": save_signals,
    "catalogue": save_features,
    "fx": save_fx_rates,
}


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row: an `outcome`, or the `error` that rejected it. `replaces`: it took the place of an earlier row of the same file.

    `id` as the API shows it (`fbk_`, `acc_`, else the company's own key), None where it has none.
    """

    id: str | None = None
    outcome: Outcome | None = None
    error: RowError | None = None
    matched: bool = True
    replaces: bool = False


def import_rows(engine: Engine, kind: str, rows: Sequence[Any], *, reporting_currency: str) -> list[RowResult]:
    """Save up to 1,000 rows of a kind in one transaction; one result per row, in order. A bad row is rejected, the others are saved.

    Raises InputError for an unknown kind or too many rows.
    """
    with transaction(engine) as session:
        results = import_rows_into(session, kind, rows, reporting_currency=reporting_currency)
        if brought := _brought(results):
            write_journal(session, add_change(session, ChangeKind.IMPORT_DONE, kind, datetime.now(UTC), after=brought))
        return results


def import_rows_into(session: Session, kind: str, rows: Sequence[Any], *, reporting_currency: str) -> list[RowResult]:
    """`import_rows` inside a transaction that the caller commits."""
    source = find_kind(kind)
    if len(rows) > BATCH_LIMIT:
        raise InputError(f"{len(rows):,} rows at once; send at most {BATCH_LIMIT:,}")
    columns, defaults = Columns(source), defaults_for(reporting_currency)
    results: list[RowResult | None] = [None] * len(rows)
    parsed: list[tuple[int, Any]] = []
    for position, raw in enumerate(rows):
        try:
            if not isinstance(raw, Mapping) or not all(isinstance(key, str) for key in raw):
                raise RowError("", "is not an object")
            parsed.append((position, source.parse(columns.rename(raw), defaults)))
        except RowError as error:
            results[position] = RowResult(error=error.with_traceback(None))
    with SeenKeys() as seen:
        saved = save_values(session, source, [(position + 1, value) for position, value in parsed], seen)
    for (position, _), result in zip(parsed, saved, strict=True):
        results[position] = result
    if source.name == "accounts":
        rematch_feedback(session)
    return [result for result in results if result is not None]


def receive_feedback(session: Session, rows: Sequence[Any], now: datetime, *, reporting_currency: str) -> list[RowResult]:
    """Feedback that somebody sends, up to 1,000 items at once."""
    results = import_rows_into(session, "feedback", rows, reporting_currency=reporting_currency)
    if brought := _brought(results):
        write_journal(session, add_change(session, ChangeKind.FEEDBACK_RECEIVED, "feedback", now, after=brought))
    return results


def _brought(results: Sequence[RowResult]) -> dict[str, int]:
    """How many rows were added and updated; empty where nothing is other than it was."""
    return dict(Counter(str(result.outcome) for result in results if result.error is None and result.outcome is not Outcome.UNCHANGED))


def defaults_for(reporting_currency: str) -> Defaults:
    """What rows are read against today. Raises InputError where the reporting currency is none."""
    try:
        return Defaults(currency({}, "VOC_REPORTING_CURRENCY", reporting_currency), datetime.now(UTC).date())
    except RowError as error:
        raise InputError(str(error)) from None


def save_values(
    session: Session, kind: SourceKind, values: Sequence[tuple[int, Any]], seen: SeenKeys, *, dry_run: bool = False, remarks: Remarks | None = None
) -> list[RowResult]:
    """Save parsed values, each with the line it stands on; one result per value, in order. `seen` spans the batches of one file.

    Feedback: each row is a delivery. Other kinds: of two rows about one thing the first stands; a later one that says otherwise is rejected.
    """
    if kind.name == "feedback":
        return _save_feedback(session, [value for _, value in values], seen, dry_run)
    results = _reject_repeats(kind, values, seen)
    fresh = [position for position, result in enumerate(results) if result is None]
    given = [values[position][1] for position in fresh]
    if remarks:
        remarks.look(session, given, seen)
    outcomes = _SAVERS[kind.name](session, fill_currencies(session, kind.name, given), dry_run=dry_run)
    for position, outcome in zip(fresh, outcomes, strict=True):
        results[position] = RowResult(_shown_id(kind, values[position][1]), outcome)
    return [result for result in results if result is not None]


def _save_feedback(session: Session, items: Sequence[Any], seen: SeenKeys, dry_run: bool) -> list[RowResult]:
    if not dry_run:
        saved = save_feedback(session, items)
        ids = list(dict.fromkeys(one.id for one in saved))
        earlier = set(seen.find(ids))
        seen.put(dict.fromkeys(ids, ""))
    else:
        items = _spell_alike(session, items, seen)
        ids = list(dict.fromkeys(item.id for item in items))
        delivered, met = read_delivered(session, ids), seen.find(ids)
        earlier = {key for key, line in met.items() if line}
        delivered.update({key: Delivered.from_json(line) for key, line in met.items()})  # what earlier batches would have written
        saved = judge_feedback(session, items, delivered)
        seen.put({key: known.to_json() for key, known in delivered.items()})
    results = []
    for one in saved:
        replaces = one.outcome is Outcome.UPDATED and one.id in earlier
        results.append(RowResult(one.id, one.outcome, matched=one.account is not None, replaces=replaces))
        earlier.add(one.id)
    return results


def _spell_alike(session: Session, items: Sequence[FeedbackItem], seen: SeenKeys) -> list[FeedbackItem]:
    """As saving spells their sources after what earlier batches would have written."""
    folded = [f"source {fold_source(source)}" for source in dict.fromkeys(item.source for item in items)]
    spelled = spell_alike(session, items, seen.find(folded).values())
    seen.put({f"source {fold_source(item.source)}": item.source for item in spelled})
    return spelled


def _reject_repeats(kind: SourceKind, values: Sequence[tuple[int, Any]], seen: SeenKeys) -> list[RowResult | None]:
    """A result for each value whose key an earlier row of the file bears; None for the first of its key."""
    keys = ["\x1f".join(map(str, kind.key(value))) for _, value in values]
    known = seen.find(list(dict.fromkeys(keys)))
    fresh: dict[str, str] = {}
    results: list[RowResult | None] = []
    for key, (line, value) in zip(keys, values, strict=True):
        digest = hashlib.blake2b(repr(value).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
        first = fresh.get(key) or known.get(key)
        if first is None:
            fresh[key] = f"{digest} {line}"
            results.append(None)
            continue
        first_digest, first_line = first.split(" ")
        if first_digest == digest:
            results.append(RowResult(_shown_id(kind, value), Outcome.UNCHANGED))
        else:
            reason = f"the same {kind.noun} stands on line {first_line} with other content; that one was kept"
            results.append(RowResult(error=RowError(kind.required[0], reason)))
    seen.put(fresh)
    return results


def _shown_id(kind: SourceKind, value: Any) -> str:
    return str(value.id) if kind.name == "accounts" else "/".join(map(str, kind.key(value)))
