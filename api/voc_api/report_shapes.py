"""Reports and their deliveries as the API answers them."""

from collections.abc import Mapping
from typing import Any

from voc.db.deliveries import DeliveryState
from voc.domain.report_standing import Report, Stamp
from voc.rendering.shapes import moment


def report_row(report: Report) -> Mapping[str, Any]:
    """How a report stands."""
    key, is_review = report.key, report.key.kind == "review"
    return {
        "id": report.id,
        "object": "report",
        "kind": key.kind,
        "month": None if is_review else key.period,
        "quarter": key.period if is_review else None,
        "account_id": key.subject or None,
        "version": report.version,
        "state": str(report.state),
        **_stamped("opened", report.opened),
        **_stamped("approved", report.approved),
        **_stamped("published", report.frozen),
        "restates": report.restates,
        "reason": report.reason,
        "run_id": None if report.is_draft else report.run_id,
        "sha256": None if report.is_draft else report.sha256,
    }


def delivery_row(found: DeliveryState) -> Mapping[str, Any]:
    """How a delivery stands."""
    delivery = found.delivery
    return {
        "id": delivery.id,
        "object": "delivery",
        "report_id": delivery.report_id,
        "matter": delivery.matter,
        "channel": delivery.channel,
        "recipient": delivery.recipient,
        "state": state_of(found),
        "attempts": found.attempts,
        "error": found.error,
        "sent_at": moment(delivery.sent_at),
        "job_id": delivery.job_id,
    }


def state_of(found: DeliveryState) -> str:
    """waiting, sent, failed, or dropped: a notice that nobody needed any more."""
    if found.delivery.sent_at is not None:
        return "sent"
    return {"failed": "failed", "done": "dropped"}.get(found.job_state, "waiting")


def _stamped(what: str, stamp: Stamp | None) -> Mapping[str, Any]:
    return {f"{what}_by": stamp.by if stamp else None, f"{what}_at": moment(stamp.at) if stamp else None}
