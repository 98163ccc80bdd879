"""The language of a text, said only where there is enough of it to say."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH = "en"
LEAST_WORDS = 4
SURE = 0.95
FOREIGN = (0.6, 0.005)  # a likely language, where English is out of the question: Spanish shares its probability with Galician and Aragonese


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str, default: str = ENGLISH) -> str:
    """An ISO 639-1 code; the default where the text is short or the guess unsure."""
    if len(text.split()) < LEAST_WORDS:
        return default
    ranked = _identifier().rank(text[:2_000])
    code, probability = ranked[0]
    likely, english = FOREIGN
    is_foreign = probability >= likely and dict(ranked)[ENGLISH] < english
    return str(code) if probability >= SURE or is_foreign else default
