import pytest

from tests.outlets.servers import Inbox, free_port, mail_server
from voc.errors import InputError, UnavailableError
from voc.outlets.mail import Mail, send_mail

PDF = b"%PDF-1.7 not really"


def mail(**more: object) -> Mail:
    facts: dict[str, object] = {
        "id": "dlv_1", "sender": "Voice of customer <voc@sender.example>", "recipient": "lead@example.com", "subject": "Line one\nBcc: evil@example.com",
        "text": "Grüße", "html": "<p>Grüße</p>", "files": {"report.pdf": ("application/pdf", PDF)}, **more,
    }  # fmt: skip
    return Mail(**facts)  # type: ignore[arg-type]


def test_a_mail_comes_with_text_html_and_its_file() -> None:
    inbox = Inbox()
    with mail_server(inbox) as url:
        send_mail(url, mail())
    ((sender, recipients, message),) = inbox.mails
    assert (sender, recipients) == ("voc@sender.example", ["lead@example.com"])
    assert message["subject"] == "Line one Bcc: evil@example.com"  # a line break starts no header
    assert message["bcc"] is None
    assert message["message-id"] == "<dlv_1@sender.example>"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and text.get_content().strip() == "Grüße"
    assert html is not None and html.get_content().strip() == "<p>Grüße</p>"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type(), attached.get_content()) == ("report.pdf", "application/pdf", PDF)


def test_what_may_pass_later_is_not_for_good_and_what_never_will_is() -> None:
    inbox = Inbox(refuse=1)
    with mail_server(inbox) as url:
        with pytest.raises(UnavailableError, match="451 try again later"):
            send_mail(url, mail())
        send_mail(url, mail())
    assert len(inbox.mails) == 1


def test_a_recipient_that_the_server_does_not_know_is_refused_for_good() -> None:
    class Strict(Inbox):
        async def handle_RCPT(self, *_: object) -> str:
            return "550 no such person"

    with mail_server(Strict()) as url, pytest.raises(InputError, match=r"does not take mail for lead@example.com \(550\)"):
        send_mail(url, mail())


def test_a_server_that_is_down_is_said_so_without_the_password() -> None:
    with pytest.raises(UnavailableError, match="could not be handed to") as raised:
        send_mail(f"smtp://me:secret@127.0.0.1:{free_port()}", mail())
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["mail.example", "https://mail.example", "smtp://"])
def test_an_address_that_is_none_is_said_so(url: str) -> None:
    with pytest.raises(InputError, match="VOC_SMTP_URL"):
        send_mail(url, mail())
