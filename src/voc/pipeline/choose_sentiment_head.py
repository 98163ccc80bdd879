"""Choose the sentiment head of a run: the shipped one, or one recalibrated on the company's own ratings. Pure: nothing is read or written."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.domain.feedback import is_satisfied
from voc.domain.snapshot import SnapshotRow
from voc.engine.recalibration import recalibrate
from voc.engine.sentiment import SentimentHead, sentiment_features, shipped_head

MOST_RATED = 5_000  # of the newest: more teach nothing new


# One thread: the last bits of a sum depend on how many share it.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def choose_sentiment_head(
    rows: Sequence[SnapshotRow], vectors: NDArray[np.float32], model: str, rated: Mapping[str, tuple[Decimal, str]], readable: NDArray[np.bool_]
) -> SentimentHead:
    """The head for these rows. `vectors` in the rows' order, `rated` as `list_rated` gives it, `readable` marks the rows whose language the model reads."""
    shipped = shipped_head()
    if model != shipped.model:
        return shipped
    verdicts = {i: verdict for i, row in enumerate(rows) if readable[i] and row.id in rated and (verdict := is_satisfied(*rated[row.id])) is not None}
    chosen = sorted(sorted(verdicts, key=lambda i: (rows[i].occurred_at, rows[i].id))[-MOST_RATED:])
    if not chosen:
        return shipped
    features = sentiment_features([rows[i].text for i in chosen], vectors[chosen])
    # Who wrote without an account is somebody of their own.
    accounts = [rows[i].account or rows[i].feedback_id for i in chosen]
    return recalibrate(shipped, features, np.array([verdicts[i] for i in chosen]), accounts)
