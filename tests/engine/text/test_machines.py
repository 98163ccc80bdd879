import pytest

from tests.engine.text.said import said

POINT = "The label printer skips every third label."
AUTOMATIC = (
    "Subject: Automatic reply: Your ticket\n\nI will answer after the fair. The stand is in hall 4.",
    "Subject: Out of Office: labels\n\nBack on Monday.",
    "Subject: Automatische Antwort: Ihr Ticket\n\nIch bin vom 1. bis 9. November im Urlaub und lese keine Mails.",
    "Subject: Réponse automatique : Votre demande\n\nJe suis en congés jusqu'au 9 novembre.",
    "Subject: Respuesta automática: Su ticket\n\nVuelvo el lunes.",
    "Subject: Resposta automática: Ticket\n\nVolto na segunda-feira.",
    "Subject: Risposta automatica: Ticket\n\nTorno lunedì.",
    "Subject: Automatisch antwoord: Ticket\n\nMaandag ben ik terug.",
    "Subject: 自動返信: お問い合わせ\n\n不在にしております。",
    "Thank you for your message. I am on annual leave until 9 November and will reply when I am back. In urgent cases please call Petra.",
    "Estaré fuera de la oficina hasta el 9 de noviembre. Para asuntos urgentes contacte con Luis.",
    "This is an automated response. We have received your mail and will answer within two days.",
    "Subject: Mail delivery failed: returning message to sender\n\nA message that you sent could not be delivered.",
    "Subject: Delivery Status Notification (Failure)\n\nYour message wasn't delivered to paul@shop.example.",
    "Delivery has failed to these recipients or groups:\n\npaul@shop.example\nThe mailbox is full.",
    "Subject: Unzustellbar: Etiketten\n\nDie Adresse wurde nicht gefunden.",
)


@pytest.mark.parametrize("text", AUTOMATIC)
def test_a_mail_that_a_machine_sent_says_nothing_and_its_subject_neither(text: str) -> None:
    assert said(text, "email") == []


@pytest.mark.parametrize(
    "text",
    [
        "Subject: Automatic replies go out twice\n\nOur out of office message reaches every customer twice.",
        "Your automatic reply promised an answer within a day, and we have waited for a week.",
        "I am out of the office a lot and the app has no offline mode for the train.",
        "I'm on vacation and noticed that the app asks for my password abroad.",
        "Delivery has failed again, the courier interface rejects our addresses.",
        "Message not delivered errors appear whenever we invite ten guests.",
    ],
)
def test_who_writes_about_absences_and_bounces_is_heard(text: str) -> None:
    assert len(said(text, "email")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "CAUTION: This email originated from outside of the company. Do not open attachments unless you trust the sender.",
        "[EXTERNAL] This message came from outside. Be careful with links.",
        "You don't often get email from paul@shop.example. Learn why this is important",
        "Achtung: Diese E-Mail stammt von außerhalb der Organisation. Klicken Sie auf keine Links.",
        "This message, including its attachments, may contain confidential material. If you are not the intended recipient, please delete it.",
        "Diese E-Mail ist vertraulich und nur für den Empfänger bestimmt.",
        'Ticket #88 "Labels" has been merged into this ticket.',
        "##- Please type your reply above this line -##",
    ],
)
def test_banners_disclaimers_and_merges_are_nobodys_words(words: str) -> None:
    assert said(f"{words}\n\n{POINT}", "email") == [POINT]
    assert said(f"{POINT}\n\n{words}", "email") == [POINT]


def test_who_writes_about_warnings_and_merges_is_heard() -> None:
    for text in ("CAUTION labels are not printed since the update.", "We merged two tickets and the comments disappeared."):
        assert said(text) == [text]
