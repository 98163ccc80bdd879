"""Find out, before a file is imported, whether it takes a month's ARR for a year's: a first pass that writes nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.accounts import has_told_arr, list_stated
from voc.db.arr_changes import list_arr_changes
from voc.db.seen_keys import SeenKeys
from voc.db.session import reading
from voc.domain.accounts import Stated, arr_on
from voc.domain.shift import Shift, Step, judge_step
from voc.errors import RowError
from voc.usecases.feedback.fill_currencies import fill_currencies

KINDS = ("accounts", "arr")


def may_shift(engine: Engine, kind: str) -> bool:
    """Whether a file of the kind can change an ARR that is known."""
    if kind not in KINDS:
        return False
    with reading(engine) as session:
        return has_told_arr(session)


def find_shift(engine: Engine, kind: str, batches: Iterable[Sequence[Any]]) -> Shift:
    """What a file would change, out of its rows' values in order, a RowError in the place of one that has none. Of an account with several rows the first
    counts, and in an arr file that of the latest day."""
    steps: Counter[Step] = Counter()
    with SeenKeys() as seen:
        for batch in batches:
            values = [value for value in batch if not isinstance(value, RowError)]
            judged = seen.find(list(dict.fromkeys(value.account_id for value in values)))
            with reading(engine) as session:
                for account_id, day, step in _judge(session, kind, values):
                    before_day, _, before = judged.get(account_id, "").partition(" ")
                    if account_id in judged and day <= before_day:
                        continue
                    if before:
                        steps[Step(before)] -= 1
                    steps[step] += 1
                    judged[account_id] = f"{day} {step}"
            seen.put(judged)
    fell, rose = steps[Step.FALL], steps[Step.RISE]
    return Shift(fell, rose, fell + rose + steps[Step.OTHER])


def _judge(session: Session, kind: str, values: Sequence[Any]) -> Iterator[tuple[str, str, Step]]:
    """(account id, day or "", step) of each value."""
    values = fill_currencies(session, kind, values)
    ids = list(dict.fromkeys(value.account_id for value in values))
    stated: Mapping[str, Stated] = list_stated(session, ids)
    if kind == "accounts":
        for value in values:
            yield value.account_id, "", judge_step(stated.get(value.account_id, (None, "")), (value.arr, value.currency))
        return
    history = list_arr_changes(session, ids)
    for value in values:
        before = arr_on(value.effective_on, stated.get(value.account_id, (None, "")), history.get(value.account_id, ()))
        yield value.account_id, value.effective_on.isoformat(), judge_step(before, (value.arr, value.currency))
