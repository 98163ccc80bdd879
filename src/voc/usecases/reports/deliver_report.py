"""Deliver a report, or word of one, to one recipient. Called by a job, which is tried again where it fails."""

from datetime import datetime

from sqlalchemy import Engine

from voc.db.deliveries import get_delivery
from voc.db.reports import get_report
from voc.db.session import reading
from voc.domain.deliveries import Delivery, Outlets
from voc.domain.report_standing import Report
from voc.errors import UnavailableError
from voc.outlets.mail import Mail, send_mail
from voc.outlets.slack import post_to_slack
from voc.rendering.digest import notice_html, notice_text, report_mail_html
from voc.rendering.report import render_markdown
from voc.rendering.slack import notice_blocks, report_blocks
from voc.usecases.reports.read_report import complete_report
from voc.usecases.reports.read_report_file import file_of


def deliver_report(engine: Engine, delivery_id: str, outlets: Outlets, now: datetime, currency: str) -> bool:
    """Send it; False: it was sent before, or the notice is stale because somebody approved the report meanwhile.

    Raises NotFoundError, UnavailableError where the channel's other side does not take it.
    """
    with reading(engine) as session:
        delivery = get_delivery(session, delivery_id)
        report = get_report(session, delivery.report_id)
        is_stale = delivery.matter == "notice" and not report.is_draft
        if delivery.sent_at is not None or is_stale:
            return False
        report = complete_report(session, report, now, currency)
    if delivery.channel == "email":
        _mail(engine, delivery, report, outlets)
    else:
        _post(delivery, report, outlets)
    return True


def _mail(engine: Engine, delivery: Delivery, report: Report, outlets: Outlets) -> None:
    if delivery.matter == "notice":
        subject, text, html = f"To approve: {report.title}", notice_text(report, outlets.base_url), notice_html(report, outlets.base_url)
    else:
        subject, text, html = report.title, render_markdown(report.content), report_mail_html(report, outlets.base_url)
    files = {} if delivery.matter == "notice" else _attached(engine, report)
    # The id stays over all tries, so that a mail that was sent twice after all is shown once.
    send_mail(outlets.smtp_url, Mail(delivery.id, outlets.mail_from, delivery.recipient, subject, text, html, files))


def _attached(engine: Engine, report: Report) -> dict[str, tuple[str, bytes]]:
    try:
        return {f"{report.file_stem}.pdf": ("application/pdf", file_of(engine, report, "pdf"))}
    except UnavailableError:  # a worker without WeasyPrint: the page that needs nothing else goes along instead
        return {f"{report.file_stem}.html": ("text/html", file_of(engine, report, "html"))}


def _post(delivery: Delivery, report: Report, outlets: Outlets) -> None:
    blocks = notice_blocks if delivery.matter == "notice" else report_blocks
    post_to_slack(outlets.webhook_url, report.title, blocks(report, outlets.base_url))
