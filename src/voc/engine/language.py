"""The language of a text, said only where there is enough of it to say."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH = "en"
LEAST_WORDS = 4
SURE = 0.95


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str, default: str = ENGLISH) -> str:
    """An ISO 639-1 code; the default where the text is short or the guess unsure."""
    if len(text.split()) < LEAST_WORDS:
        return default
    code, probability = _identifier().classify(text[:2_000])
    return str(code) if probability >= SURE else default
