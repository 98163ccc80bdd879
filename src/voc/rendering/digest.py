"""A report as mail: its HTML, which carries its style in every cell because mail programs drop the rest, and the words of a notice."""

from voc.domain.report_standing import Report
from voc.rendering.report import mail_template


def report_mail_html(report: Report, base_url: str) -> str:
    """The report in short, with the whole of it attached to the mail."""
    return mail_template().render(report=report.content, title=report.title, address=page_address(report, base_url), notice=False)


def notice_html(report: Report, base_url: str) -> str:
    """Word that a draft waits for approval."""
    return mail_template().render(report=report.content, title=report.title, address=page_address(report, base_url), notice=True)


def notice_text(report: Report, base_url: str) -> str:
    """The same without markup."""
    where = page_address(report, base_url)
    lines = [f"The draft of {report.title} waits for approval.", str(report.content["verdict"]), *([where] if where else [])]
    return "\n\n".join(lines) + "\n"


def page_address(report: Report, base_url: str) -> str:
    """Where people open the report; empty without a base address."""
    if not base_url:
        return ""
    base = base_url.rstrip("/")
    if report.key.kind == "review":
        return f"{base}/accounts/{report.key.subject}/review?quarter={report.key.period}&version={report.version}"
    return f"{base}/reports/{report.key.period}?version={report.version}"
