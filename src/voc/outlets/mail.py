"""Mail over SMTP."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from urllib.parse import unquote, urlsplit

from voc.errors import InputError, UnavailableError

TIMEOUT_SECONDS = 30
SCHEMES = ("smtp", "smtps")
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person. `id` stays the same over all tries; `files` maps names to (media type, bytes)."""

    id: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


def send_mail(smtp_url: str, mail: Mail) -> None:
    """Hand the mail to the server. A password is sent over TLS alone, or to this machine.

    Raises InputError where the server refuses the mail for good, UnavailableError where it does not take it now.
    """
    url = urlsplit(smtp_url)
    if url.scheme not in SCHEMES or not url.hostname:
        raise InputError("VOC_SMTP_URL: write it as smtps://user:password@mail.example:465 or smtp://mail.example:587")
    try:
        with _connect(url.scheme, url.hostname, url.port or 0) as server:
            is_private = url.scheme == "smtps" or url.hostname in _HERE
            if url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
                is_private = True
            if url.username:
                if not is_private:
                    raise UnavailableError(f"{url.hostname} offers no TLS: the password of VOC_SMTP_URL is not sent in the clear")
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(write_message(mail), parseaddr(mail.sender)[1], [parseaddr(mail.recipient)[1]])
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _ in error.recipients.values()), default=0)
        kind = InputError if code >= 500 else UnavailableError
        raise kind(f"{url.hostname} does not take mail for {mail.recipient} ({code})") from None
    except smtplib.SMTPResponseException as error:
        raise UnavailableError(f"{url.hostname} refused the mail: {error.smtp_code} {_line(error.smtp_error)}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise UnavailableError(f"mail could not be handed to {url.hostname}: {_line(str(error))}") from None


def write_message(mail: Mail) -> EmailMessage:
    """The mail with its text, the same as HTML, and its files."""
    message = EmailMessage()
    message["Subject"] = " ".join(mail.subject.split())
    message["From"] = mail.sender
    message["To"] = mail.recipient
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{mail.id}@{parseaddr(mail.sender)[1].rpartition('@')[2] or 'voc'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    for name, (media_type, body) in mail.files.items():
        main, _, sub = media_type.partition("/")
        message.add_attachment(body, maintype=main, subtype=sub, filename=name)
    return message


def _connect(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port or 25, timeout=TIMEOUT_SECONDS)
    server.ehlo()
    return server


def _line(text: str | bytes) -> str:
    found = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return found.splitlines()[0] if found.strip() else "no reason given"
