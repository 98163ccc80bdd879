import pytest

from tests.engine.text.said import said
from voc.engine.courtesy import is_courtesy
from voc.engine.cues import polarity
from voc.engine.intent import judge_by_rules
from voc.engine.text.boilerplate import find_boilerplate
from voc.engine.text.standing import Said

POINT = "The label printer skips every third label."
LEAVE = (
    "May we contact you?", "Can we call you about your answers?", "May we publish your comments?", "Would you be open to a short interview?",
    "Dürfen wir Sie kontaktieren?", "Pouvons-nous vous contacter ?", "¿Podemos contactarle?", "Podemos entrar em contato?", "Possiamo contattarla?",
    "Mogen wij contact met u opnemen?",
)  # fmt: skip
CLOSINGS = """Gibt es dazu einen Zeitplan?|Vielen Dank im Voraus|Wann ist damit zu rechnen?|Bitte um kurze Rückmeldung.|Wir warten auf Ihre Rückmeldung.
Merci de votre retour.|Dans l'attente de votre réponse.|Y a-t-il un calendrier ?|Tenez-moi au courant.|Je reste à votre disposition.
Quedo a la espera.|Un saludo|¿Hay novedades?|Espero su respuesta.|Muchas gracias de antemano.
Fico no aguardo|Aguardo retorno.|Há alguma previsão?|Obrigado desde já.|Fico à disposição.
In attesa di riscontro|C'è una tempistica?|Fatemi sapere.|Attendo vostra risposta.|Grazie mille per l'aiuto.
Ik hoor graag|Is er al een planning?|Graag een reactie.|Alvast bedankt voor de hulp.|Laat het me weten.
Is there a timeline?|Any update?|Please advise|Is there a ticket I can follow?|When can we expect a fix?""".replace("\n", "|").split("|")
MATTERS = """Gibt es dazu einen Export?|Vielen Dank, aber der Export geht nicht.|Wann kommt die App für Android?
Y a-t-il un calendrier partagé pour les équipes ?
Merci, mais l'export ne marche pas.|Gracias pero la búsqueda es lenta.|¿Hay integración con WhatsApp?|Há exportação para Excel?|C'è un'app per Android?
Is er een koppeling met Exact?|Is there a timeline view for projects?|Any update breaks our printer.|Please advise customers by SMS when the order is late.
Please let us know when an invoice fails.|How is the invoice number made?|Are the exports joined by day?""".replace("\n", "|").split("|")
NOTICES = (
    "Automatic reply: Thank you for your message. I am on parental leave and will be back in January. Your mail is not forwarded.",
    "Abwesenheitsnotiz: Ich bin bis zum 3. Mai nicht im Haus. Ihre E-Mail wird nicht weitergeleitet.",
    "Réponse automatique : Merci pour votre message. Je suis en congés du 3 au 9 mai.",
    "Respuesta automática: Estaré de vacaciones hasta el lunes. Su correo no será reenviado.",
    "Resposta automática: Obrigado pela sua mensagem. Estou de férias até segunda.",
    "Risposta automatica: Sono in ferie fino al 12. Per urgenze contattare Paolo.",
    "Automatisch antwoord: Ik ben afwezig tot maandag. Uw bericht wordt niet doorgestuurd.",
    "Delivery Status Notification (Failure): The following message to <paul@shop.example> was undeliverable. 550 5.1.1 mailbox unavailable.",
    "Your request #48213 has been received. To add additional comments, reply to this email.",
    "Ihre Anfrage #48213 ist bei uns eingegangen. Um weitere Kommentare hinzuzufügen, antworten Sie auf diese E-Mail.",
    "Votre demande (12) a bien été reçue. Pour ajouter des commentaires, répondez à cet e-mail.",
    "Para agregar comentarios, responda a este correo.",
)


@pytest.mark.parametrize("question", LEAVE)
def test_a_forms_question_for_leave_and_its_answer_say_nothing(question: str) -> None:
    form = f"What do you like most about us?\nThe support\n\nWhat should we improve?\n{POINT}\n\n{question}\n"
    assert said(f"{form}Yes", "nps") == [POINT]
    assert said(f"{form}Ja, gerne", "nps") == [POINT]
    assert said(f"{POINT}\n\n{question}\nYes, please", "ticket") == [POINT]


def test_a_question_of_a_form_is_nobodys_words_and_a_customers_own_question_is() -> None:
    assert said(f"What should we improve?\n{POINT}\n\nHow is your day?\nThe search is slow", "nps") == [POINT, "The search is slow"]
    assert said("What should we improve?\nWhy can't we submit it from the app?\n\nMay we contact you?\nNo", "nps") == ["Why can't we submit it from the app?"]
    assert said("May we contact you by phone instead of the chat?") == ["May we contact you by phone instead of the chat?"]
    assert said("What do you like most?\nThe support answers within minutes", "nps") == ["The support answers within minutes"]


def test_a_question_for_leave_that_recurs_is_found_as_boilerplate() -> None:
    rows = [
        Said(f"{n}-{place}", f"i{n}", place, text, f"A{n % 7}", "form")
        for n in range(46)
        for place, text in enumerate((f"Need {n}", "May we contact you?", "Yes"))
    ]
    assert [one.text for one in find_boilerplate(rows, {}).listed] == ["May we contact you?", "Yes"]


@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_closing_in_any_language_carries_no_feedback(closing: str) -> None:
    assert is_courtesy(closing)


@pytest.mark.parametrize("matter", MATTERS)
def test_what_begins_like_a_closing_and_names_a_matter_is_heard(matter: str) -> None:
    assert not is_courtesy(matter)


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_says_nothing_wherever_it_says_what_it_is(notice: str) -> None:
    assert said(notice, "email") == []
    assert said(notice, "ticket") == []


def test_what_begins_like_a_notice_and_complains_is_heard() -> None:
    for text in ("Out of office: the status is not shown in the calendar.", "Urlaub: die Tage werden falsch gerechnet."):
        assert said(text, "email") == [text]


def test_an_ordinal_or_an_abbreviation_ends_no_sentence() -> None:
    assert said("Am 3. Mai fiel der Export aus. Die Suche ist sehr langsam.", "nps") == ["Am 3. Mai fiel der Export aus.", "Die Suche ist sehr langsam."]
    assert said("Top of my list is billing, incl. status of each claim.", "nps") == ["Top of my list is billing, incl. status of each claim."]


def test_small_talk_and_the_lines_of_who_leads_a_call_are_no_points() -> None:
    call = (
        "Tom: How is the new puppy?\nLuis: Chewing my shoes as we speak.\nTom: Ha. Okay, quarterly review, you start.\n"
        f"Luis: {POINT} It costs us an hour a day.\nTom: Mhm. How often does that happen?\nLuis: Two, three times a week.\nTom: Say hi to everybody."
    )
    assert said(call, "call_note") == [f"{POINT} It costs us an hour a day."]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Everybody has yet another password for it, and they write it on the monitor.", 1),
        ("We have not yet received the export of our data.", 1),
        ("We like the board even though the export is slow.", 1),
        ("The app is fast, yet it crashes on every upload.", 2),
        ("The search is quick, but the export fails every day.", 2),
        ("Search used to be slow but since the last update it flies, thank you!", 1),
        ("Früher war die Suche langsam. Jetzt fliegt sie.", 1),
        ("The search used to be slow but the export never worked for us.", 2),
    ],
)
def test_a_turn_is_told_from_an_adverb_and_from_how_it_was_once(text: str, points: int) -> None:
    assert len(said(text, "nps")) == points


@pytest.mark.parametrize(
    "text", ["Not a single problem with online booking so far.", "No problems with the import.", "Nothing to complain about.", "Keine Probleme mit der Suche."]
)
def test_trouble_that_is_denied_is_praise(text: str) -> None:
    assert judge_by_rules([text]) == ["praise"]
    assert polarity([text])[0] > 0.4


@pytest.mark.parametrize("text", ["No error message is shown when the import fails.", "There is no way to report problems.", "The search has never worked."])
def test_trouble_that_is_told_with_a_no_stays_a_problem(text: str) -> None:
    assert judge_by_rules([text]) == ["problem"]
