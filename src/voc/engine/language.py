"""The language of a text, said only where there is enough of it to say; and which languages an embedding model reads."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from voc.domain.encoders import parts_of

ENGLISH = "en"
LEAST_WORDS = 4
LEAST_WORDS_OF_A_PART = 7  # of a point, to be told apart from the rest of its item
SURE = 0.95
OTHER = (0.6, 0.005)  # a likely language, where the default is out of the question: Spanish shares its probability with Galician and Aragonese

ALL = "all"
# By a part of the model's name: those that were trained on many languages say so, or are known for it.
_MULTILINGUAL = (
    "multilingual",
    "bge-m3",
    "labse",
    "distiluse",
    "jina-embeddings-v3",
    "arctic-embed-l-v2",
    "arctic-embed-m-v2",
    "qwen3-embedding",
    "embeddinggemma",
    "xlm",
)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str, default: str = ENGLISH) -> str:
    """An ISO 639-1 code; the default where the text is short or the guess unsure."""
    if len(text.split()) < LEAST_WORDS:
        return default
    ranked = _identifier().rank(text[:2_000])
    code, probability = ranked[0]
    likely, unlikely = OTHER
    is_other = probability >= likely and dict(ranked).get(default, 0.0) < unlikely
    return str(code) if probability >= SURE or is_other else default


def detect_part(text: str, whole: str) -> str:
    """The language of one point of an item that is in language `whole`: another only where the point is long enough to say so."""
    return detect_language(text, whole) if len(text.split()) >= LEAST_WORDS_OF_A_PART else whole


def primary_language(tag: str | None) -> str | None:
    """The language of a BCP 47 tag, without region and script: `en` for `en-GB`; None where the tag names none."""
    primary = (tag or "").replace("_", "-").partition("-")[0].strip().lower()
    return primary if primary.isalpha() and len(primary) in (2, 3) else None


def languages_read(model: str, told: str | None = None) -> frozenset[str] | None:
    """The languages that a model reads, None for all. `told` is what the operator said of it (`en,de` or `all`); without a word it is judged by its name, and
    reads English where that says nothing. Of models that are joined it is enough that one reads a language."""
    if told:
        if ALL in (code.strip().lower() for code in told.split(",")):
            return None
        return frozenset(code for tag in told.split(",") if (code := primary_language(tag)))
    return None if any(part.startswith("e5@") or any(word in part.lower() for word in _MULTILINGUAL) for part in parts_of(model)) else frozenset({ENGLISH})
