"""Deliveries: a report, or word that one waits for approval, to one recipient by one channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from voc.domain.ids import derive_id

Channel = Literal["email", "slack"]
Matter = Literal["report", "notice"]
SLACK_RECIPIENT = "the channel of the webhook"  # its address is a secret and stands in no table


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where reports go. `smtp_url`, such as smtps://user:password@mail.example:465, and `webhook_url` are secrets; empty: that channel is off.

    `approvers` are told of drafts; empty: the recipients are. `base_url` is where people open the pages, without a slash at its end.
    """

    smtp_url: str = ""
    mail_from: str = ""
    mail_to: Sequence[str] = ()
    approvers: Sequence[str] = ()
    webhook_url: str = ""
    base_url: str = ""

    def recipients(self, matter: Matter) -> list[tuple[Channel, str]]:
        """Who gets it, each by which channel."""
        mails = (self.approvers or self.mail_to) if matter == "notice" else self.mail_to
        found: list[tuple[Channel, str]] = [("email", address) for address in dict.fromkeys(mails)] if self.smtp_url and self.mail_from else []
        return [*found, ("slack", SLACK_RECIPIENT)] if self.webhook_url else found


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to one recipient by one channel, once. `sent_at` None: it waits or failed; its job tells."""

    id: str
    report_id: str
    matter: Matter
    channel: Channel
    recipient: str
    job_id: str
    sent_at: datetime | None


def delivery_id(report_id: str, matter: Matter, channel: Channel, recipient: str) -> str:
    """The same for the same thing to the same recipient, however often it is asked for."""
    return derive_id("dlv", report_id, matter, channel, recipient)
