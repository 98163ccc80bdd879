import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.engine.language import detect_language, detect_part, languages_read, primary_language


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


def test_a_point_in_another_language_than_its_item_is_told_apart_where_it_is_long_enough() -> None:
    assert detect_part("Der Export schlägt jede Nacht fehl und niemand antwortet.", "en") == "de"
    assert detect_part("The export fails every night and nobody answers.", "de") == "en"
    assert detect_part("Der Export schlägt fehl.", "en") == "en"


@pytest.mark.parametrize(("tag", "language"), [("en-GB", "en"), ("pt_BR", "pt"), ("de", "de"), ("", None), (None, None), ("English", None), ("1", None)])
def test_a_tag_names_a_language(tag: str | None, language: str | None) -> None:
    assert primary_language(tag) == language


def test_a_model_reads_what_the_operator_says_else_what_its_name_says() -> None:
    assert languages_read("minilm") == languages_read("minilm+mpnet") == {"en"}
    assert languages_read("e5@1234") is None and languages_read("minilm+e5@1234") is None
    assert languages_read("intfloat/multilingual-e5-small") is None
    assert languages_read("BAAI/bge-m3") is None
    assert languages_read("/models/ours", "en, DE") == {"en", "de"}
    assert languages_read("minilm", "all") is None
