"""Names of persons by the words before them, which no parser is needed for."""

import pytest

from voc.engine.alignment import AlignedText
from voc.engine.privacy.named import find_named


def without_names(text: str, language: str = "de", known: frozenset[str] = frozenset()) -> str:
    return AlignedText(text).edited(find_named(text, language, known)).text


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("Me llamo Íñigo Larrazábal y llevo tres días sin acceso.", "Me llamo [name] y llevo tres días sin acceso."),
        ("Bonjour, je suis Solène Kerbrat, responsable achats.", "Bonjour, je suis [name], responsable achats."),
        ("Ich bin Anna Schmidt, Teamleiterin", "Ich bin [name], Teamleiterin"),
        ("Sou a Beatriz Quintanilha, da área financeira", "Sou a [name], da área financeira"),
        ("Mijn collega Sjoerd van Hattem kan niet inloggen", "Mijn collega [name] kan niet inloggen"),
        ("Frau Dr. Weber-Lang hat keinen Zugang", "Frau Dr. [name] hat keinen Zugang"),
        ("M. Lefèvre demande un remboursement", "M. [name] demande un remboursement"),
        ("Hi Marguerite, thanks", "Hi [name], thanks"),
        ("Mit freundlichen Grüßen\nAnnegret Küppers", "Mit freundlichen Grüßen\n[name]"),
        ('{"firstName":"Mei-Ling","lastName":"Thornquist"}', '{"firstName":"[name]","lastName":"[name]"}'),
        ("customer name: O'Rafferty, Siobhan; plan: growth", "customer name: [name]; plan: growth"),
        ("Attendees: Tomasz Wilczek, Hana Oyelaran, two people from legal", "Attendees: [name], [name], two people from legal"),
    ],
)
def test_words_before_a_name_tell_it(said: str, hidden: str) -> None:
    assert without_names(said) == hidden
    assert without_names(hidden) == hidden


@pytest.mark.parametrize(
    "said",
    [
        "Ich bin Teamleiter Vertrieb und brauche Rechte", "Die Wartung war nicht angekündigt", "Best Regards,\nThe Accounts Payable Department",
        "Hi Team, any news?",
        "Dear Product Team, thanks", "Bonjour Madame, merci", "First name: required field", '"firstName", "lastName" are columns', "Customer name: Acme GmbH",
        "spoke to Customer Success about it", "Herr der Ringe", "Thanks\nGreat Product", "Participants: Sales Team, Finance Team",
    ],
)  # fmt: skip
def test_teams_roles_and_fields_are_no_persons(said: str) -> None:
    assert without_names(said) == said


def test_titles_that_mean_something_else_in_english_are_none_there() -> None:
    assert without_names("Sr. Developer here", "en") == "Sr. Developer here"


def test_accounts_and_features_are_no_persons_after_any_word() -> None:
    assert without_names("Hi Boards, why", known=frozenset({"boards"})) == "Hi Boards, why"
