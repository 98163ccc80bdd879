"""What came of a release, as the API answers it and a report keeps it."""

from typing import Any

from voc.domain.before_after import Change, Interval, SentimentChange
from voc.domain.release_effect import ReleaseEffect
from voc.domain.release_words import tell_release
from voc.rendering.shapes import Shape, day, moment


def release_effect(found: ReleaseEffect | None) -> Shape:
    """The figures and what they say in words; None: nothing that the theme asks for was released."""
    if found is None:
        return {"outcome": "not_released", "days": None, "words": ["Nothing that this theme asks for has been released."], **_nothing()}
    span = found.span
    sides = {
        "before": {"since": moment(span.first), "until": moment(span.released_at)},
        "after": {"since": moment(span.released_at), "until": moment(span.end)},
    }
    return {
        "outcome": found.outcome,
        "days": span.days,
        "words": list(tell_release(found)),
        "released_on": day(span.released_on),
        "days_since": span.since,
        "periods": sides,
        "askers": len(found.askers),
        "asker_ids": list(found.askers),
        "silent": found.silent,
        "still_asking": found.still,
        "left": found.left,
        "mentions_per_30_days": {name: _change(change, 2) for name, change in (("askers", found.asked), ("everyone", found.everyone), ("rest", found.rest))},
        "ratio": _interval(found.ratio),
        "trend_before": _interval(found.trend),
        "sentiment": _sentiment(found.sentiment),
    }


def _nothing() -> dict[str, Any]:
    names = "released_on days_since periods askers asker_ids silent still_asking left mentions_per_30_days ratio trend_before sentiment"
    return dict.fromkeys(names.split())


def _sentiment(found: SentimentChange | None) -> Shape | None:
    if found is None:
        return None
    askers, others = ({"accounts": n, **_change(c, 3)} for n, c in ((found.askers, found.of_askers), (found.others, found.of_others)))
    return {"askers": askers, "others": others, "difference": _interval(found.difference)}


def _change(found: Change, places: int) -> Shape:
    return {"before": round(found.before, places), "after": round(found.after, places)}


def _interval(found: Interval | None) -> Shape | None:
    return {"estimate": round(found.estimate, 3), "low": round(found.low, 3), "high": round(found.high, 3)} if found else None
