import pytest

from tests.engine.text.said import said, snippets
from voc.engine.passages import read_lines
from voc.engine.text.mail import find_quote, split_headers

POINT = "The badge printer loses its connection twice a day."
HEADS = (
    "On Tue, Oct 13, 2026 at 10:02 AM Help Desk <h@x.example> wrote:",
    "On Tue, Oct 13, 2026 at 10:02 AM The Help Desk of All Our Southern Offices\n<h@x.example>\nwrote:",
    "Am Di., 13. Okt. 2026 um 10:02 Uhr schrieb Help Desk <\nh@x.example>:",
    "Help Desk <h@x.example> schrieb am Di., 13. Okt. 2026, 10:02:",
    "Le mar. 13 oct. 2026 à 10:02, Service Client <h@x.example> a\nécrit :",
    "El mar, 13 oct 2026 a las 10:02, Soporte (<h@x.example>) escribió:",
    "Em ter., 13 de out. de 2026 às 10:02, Suporte <h@x.example> escreveu:",
    "Il giorno mar 13 ott 2026 alle ore 10:02 Assistenza <h@x.example> ha scritto:",
    "Op di 13 okt 2026 om 10:02 schreef Help Desk <h@x.example>:",
    "Den tis 13 okt. 2026 kl 10:02 skrev Help Desk <h@x.example>:",
    "2026年10月13日(火) 10:02 サポート <h@x.example>:",
    "From: Help Desk <h@x.example>\nSent: Tuesday, 13 October 2026 10:02\nTo: Paul\nSubject: RE: Badges",
    "*From:* Help Desk <h@x.example>\n*Date:* Tuesday, 13 October 2026\n*To:* Paul",
    "**Von:** Help Desk <h@x.example>\n**Gesendet:** Dienstag, 13. Oktober 2026\n**An:** Paul",
    "De : Help Desk <h@x.example>\nEnvoyé : mardi 13 octobre 2026 10:02\nÀ : Luc\nObjet : RE: badges",
    "De: Soporte <h@x.example>\nEnviado el: martes, 13 de octubre de 2026\nPara: Luis\nAsunto: RE: tarjetas",
    "De: Suporte <h@x.example>\nEnviada em: terça-feira, 13 de outubro de 2026\nPara: Ana\nAssunto: RE: crachás",
    "Da: Assistenza <h@x.example>\nInviato: martedì 13 ottobre 2026\nA: Mara\nOggetto: R: badge",
    "Van: Help Desk <h@x.example>\nVerzonden: dinsdag 13 oktober 2026\nAan: Piet\nOnderwerp: RE: badges",
    "差出人: サポート\n送信日時: 2026年10月13日\n宛先: Paul\n件名: RE: badges",
    "-----Ursprüngliche Nachricht-----\nVon: Help Desk",
    "--------------- Original Message ---------------",
)


@pytest.mark.parametrize("head", HEADS)
def test_what_a_mail_quotes_is_not_its_authors_in_whatever_language_the_head_is(head: str) -> None:
    assert said(f"{POINT}\n\n{head}\n\nPlease turn the printer off and on again. It is new.", "email") == [POINT]


@pytest.mark.parametrize(
    "text",
    [
        "When we forward a mail, the From: line shows our own address.",
        "From what I can see the export drops the last column.",
        "On 3 May a colleague wrote a rule that deletes cards.",
        "To be honest: the new editor is worse than the old one.",
        "Undeliverable mails should be listed somewhere.",
    ],
)
def test_who_writes_about_mails_is_heard(text: str) -> None:
    assert said(text, "email") == [text]


FORWARDS = (
    "---------- Forwarded message ---------\nFrom: Rosa Vega <rosa@shop.example>\nDate: Tue, Oct 13, 2026\nSubject: Scanner\nTo: Paul",
    "Begin forwarded message:\n\nFrom: Rosa Vega <rosa@shop.example>\nSubject: Scanner\nDate: 13 October 2026",
    "-------- Weitergeleitete Nachricht --------\nVon: Rosa Vega <rosa@shop.example>\nBetreff: Scanner",
    "---------- Message transféré ---------\nDe : Rosa Vega <rosa@shop.example>\nObjet : Scanner",
)
SCANNER = "The scanner forgets the last pallet."


@pytest.mark.parametrize("note", ["", "FYI", "Hi all,\n\nplease see below.\n\nPaul"])
@pytest.mark.parametrize("forward", FORWARDS)
def test_a_forwarded_mail_is_what_its_sender_wants_heard(forward: str, note: str) -> None:
    assert said(f"{note}\n\n{forward}\n\nHello,\n\n{SCANNER}\n\nKind regards\nRosa", "email") == [SCANNER]


def test_headers_below_a_note_that_hands_on_begin_a_forwarded_mail() -> None:
    text = f"Hi, see below please.\n\nFrom: Rosa Vega <rosa@shop.example>\nSent: Tuesday\nTo: Paul\nSubject: Scanner\n\n{SCANNER}"
    assert [(s.text, s.context) for s in snippets(text, "email")] == [(SCANNER, "Scanner")]


def test_what_our_own_people_forward_is_heard_without_their_note() -> None:
    text = f"Nina, see below, they are angry about the price too.\n\n{FORWARDS[0]}\n\n{SCANNER}"
    assert said(text, "email", "agent", "Tom Ray") == [SCANNER]
    assert said(f"We have replaced the scanner.\n\nOn Oct 13, 2026 Rosa wrote:\n\n{SCANNER}", "email", "agent", "Tom Ray") == []


def test_our_own_mail_that_a_customer_forwards_is_not_theirs() -> None:
    text = "FYI\n\n---------- Forwarded message ---------\nFrom: Acme Support <s@acme.example>\nSubject: Scanner\n\nThe scanner was replaced yesterday."
    assert said(text, "email") == []


def test_a_header_that_goes_on_in_the_next_line_is_one() -> None:
    lines = list(read_lines("To: Rosa Vega;\n Paul Weber;\n\tKim Lee\nSubject: Scanner\n\nHello"))
    subject, _, rest = split_headers(lines)
    assert subject is not None
    assert (subject.text, [line.text for line in rest]) == ("Scanner", ["Hello"])


def test_a_mail_without_other_mails_quotes_none() -> None:
    assert find_quote(list(read_lines("From: now on\n\nwe print twice."))) is None


def test_a_name_above_a_position_and_a_company_is_a_signature() -> None:
    assert said(f"{POINT}\n\nPaul Weber\nHead of Logistics\nShop GmbH", "email") == [POINT]
    assert len(said("We need, by the end of the year:\n\nDark Mode Everywhere\nBetter Reports Soon", "email")) >= 2


def test_mails_handed_on_without_end_are_read_so_far() -> None:
    assert len(said(f"{SCANNER}\n\n{FORWARDS[0]}\n\n" * 500, "email")) > 5
