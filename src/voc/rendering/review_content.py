"""An account's business review to the JSON that is stored, hashed and answered by the API, and from which alone every page and file of it is rendered."""

from datetime import datetime

from voc.domain.money import Money
from voc.domain.review import AccountReview, Ask
from voc.rendering.formats import first_day
from voc.rendering.report_content import VERSION, nps, report_quote
from voc.rendering.shapes import Shape, day, health, moment, money, told_money


def shape_review(review: AccountReview, *, complete: bool, ranked_as_of: datetime) -> Shape:
    """The content. `complete`: the quarter is over and the ranking, which stands at `ranked_as_of`, covers it."""
    account, window = review.account, review.window
    return {
        "object": "review",
        "version": VERSION,
        "quarter": str(review.quarter),
        "title": f"{account.name}, {review.quarter.title}",
        "complete": complete,
        "as_of": moment(window.as_of),
        "ranked_as_of": moment(ranked_as_of),
        "window": {"since": moment(window.since), "as_of": moment(window.as_of), "first_day": day(first_day(window.since))},
        "quarter_first_day": day(review.quarter.start.date()),
        "quarter_title": review.quarter.title,
        "run_id": review.run_id,
        "currency": review.currency,
        "verdict": review.verdict,
        "account": {
            "id": account.id,
            "name": account.name,
            "segment": account.segment,
            "plan": account.plan,
            "status": account.status,
            "owner": account.csm_email,
            "started_on": day(account.started_on),
        },
        "arr": _known(review.arr),
        "renews_on": day(account.renews_on),
        "asked": [shape_ask(a) for a in review.asked],
        "open_asks": [shape_ask(a) for a in review.open_asks],
        "health": health(review.health),
        "arr_course": [{"day": day(p.day), "arr": _known(p.arr)} for p in review.course],
        "arr_changes": [{"day": day(c.effective_on), "arr": money(Money(c.arr, c.currency)), "reason": c.reason} for c in review.changes],
        "deals": [
            {"opportunity_id": d.opportunity_id, "stage": d.stage, "amount": told_money(d.amount, d.currency), "closes_on": day(d.closes_on)}
            for d in review.deals
        ],
        "nps": nps(review.nps),
        "method": {"items": review.items, "quarter_items": review.quarter_items},
    }


def shape_ask(ask: Ask) -> Shape:
    """An ask and what became of it."""
    return {
        "id": ask.id,
        "label": ask.label,
        "mentions": ask.mentions,
        "quarter_mentions": ask.quarter_mentions,
        "last_said": moment(ask.last_said),
        "outcome": ask.outcome,
        "outcome_words": ask.outcome_words,
        "released_on": day(ask.feature.released_on) if ask.feature and ask.outcome == "released" else None,
        "is_open": ask.is_open,
        "quotes": [report_quote(q) for q in ask.quotes],
    }


def _known(value: Money | None) -> Shape | None:
    return money(value) if value else None
