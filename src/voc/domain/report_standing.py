"""How a report stands: what it is of, which version, and where it is on its way from draft over approved to frozen.

    draft      its figures follow what is imported and refreshed; `content` None: they are computed whenever somebody reads them
    approved   somebody answers for the figures: they are kept; approval may be withdrawn, and decisions may still be noted
    frozen     nothing of it ever changes; another view of the same time is a restatement, a report of its own with the next version

Publishing is approving and freezing in one step.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from voc.domain.ids import derive_id
from voc.domain.months import Month
from voc.domain.quarters import Quarter
from voc.errors import ConflictError, InputError

Kind = Literal["month", "review"]
TEXT_LIMIT, NAME_LIMIT = 2_000, 200  # characters of a decision or a reason, and of an owner


class ReportState(StrEnum):
    """Where a report is on its way."""

    DRAFT = "draft"
    APPROVED = "approved"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class ReportKey:
    """What a report is of: a month of everything, or a quarter of one account (`subject` its `acc_` id)."""

    kind: Kind
    period: str
    subject: str = ""

    @classmethod
    def of_month(cls, month: str) -> "ReportKey":
        """The month's report. Raises InputError for a text that is no month."""
        return cls("month", str(Month.parse(month)))

    @classmethod
    def of_review(cls, account: str, quarter: str) -> "ReportKey":
        """The account's business review of a quarter. Raises InputError for a text that is no quarter."""
        return cls("review", str(Quarter.parse(quarter)), account)

    def report_id(self, version: int = 1) -> str:
        """The id of one version of it: the same on every machine."""
        first = (self.period,) if self.kind == "month" else ("review", self.subject, self.period)
        return derive_id("rep", *first, *(() if version == 1 else (str(version),)))


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did something, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided on a theme of a report, and who sees to it."""

    decision: str
    owner: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A report. `content` is all that is ever rendered of it, `sha256` the hex hash over it; `restates` the id of the report that it restates and `reason` why.

    `opened` None: it is kept nowhere yet. Nobody has begun it; its figures are computed all the same.
    """

    id: str
    key: ReportKey
    version: int
    state: ReportState
    run_id: str
    content: Mapping[str, Any]
    sha256: str
    decisions: Mapping[str, Decided]
    opened: Stamp | None = None
    approved: Stamp | None = None
    frozen: Stamp | None = None
    restates: str | None = None
    reason: str | None = None

    @property
    def is_draft(self) -> bool:
        """Whether its figures may still change by themselves."""
        return self.state is ReportState.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Whether nothing of it may change."""
        return self.state is ReportState.FROZEN

    @property
    def is_complete(self) -> bool:
        """Whether its time is over and the ranking covers it."""
        return bool(self.content["complete"])

    @property
    def title(self) -> str:
        """What it is called: `Voice of customer, October 2026`."""
        return str(self.content["title"]) if self.key.kind == "review" else f"Voice of customer, {self.content['title']}"

    @property
    def file_stem(self) -> str:
        """The name of its files, without their ending."""
        what = "business-review" if self.key.kind == "review" else "voice-of-customer"
        version = f"-v{self.version}" if self.version > 1 else ""
        return f"{what}-{self.key.period}{version}{'' if self.is_frozen else '-draft'}"


def pack_content(content: Mapping[str, Any]) -> tuple[str, str]:
    """The content as the text that is stored, and the hex SHA-256 over it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def require_open(report: Report) -> None:
    """Raises ConflictError for a frozen report."""
    if report.is_frozen:
        raise ConflictError(f"the report of {report.key.period} is frozen: restate it to say something else of the same time")


def require_approved(report: Report) -> None:
    """Raises ConflictError for a draft."""
    if report.is_draft:
        raise ConflictError("approve the report first: somebody answers for what is frozen")


def require_complete(report: Report) -> None:
    """Raises ConflictError while the figures cannot be final."""
    if not report.is_complete:
        raise ConflictError(f"{report.key.period} is not over, or the ranking does not cover it yet: refresh after its last day, then approve")


def check_words(name: str, text: str, limit: int) -> str:
    """The text without blanks around it. Raises InputError where it is empty or too long."""
    found = text.strip()
    if not found:
        raise InputError(f"{name}: say something")
    if len(found) > limit:
        raise InputError(f"{name}: {limit:,} characters at most")
    return found


def due_month(now: datetime, day: int) -> Month | None:
    """The month whose report is to be drafted by now: the last one, from `day` of this month on; None before that, or where `day` is 0."""
    today: date = now.date()
    return Month(today.year, today.month).before if day and today.day >= day else None
