import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.engine.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The export fails every night and nobody answers.", "en"),
        ("Der Export schlägt jede Nacht fehl und niemand antwortet.", "de"),
        ("Le tableau de bord est trop lent le lundi matin.", "fr"),
        ("Necesitamos que el informe mensual se pueda descargar sin errores, por favor.", "es"),
        ("Facilísimo de usar, nadie ha necesitado un curso.", "es"),
    ],
)
def test_a_sentence_tells_its_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["kaputt", "zu teuer", "", "12 34 56 78", "Audit log export csv", "PDF export wrong umlauts"])
def test_where_there_is_too_little_to_say_the_default_stands(text: str) -> None:
    assert detect_language(text) == "en"
    assert detect_language(text, "de") == "de"


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert 2 <= len(detect_language(text)) <= 3
