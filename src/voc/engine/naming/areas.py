"""What an area is called: one or two things that several of its themes speak of, as a person would name a folder."""

from collections import Counter
from collections.abc import Iterator, Sequence

from voc.engine.naming.nouns import is_named, noun_variants
from voc.engine.naming.parse import parse
from voc.engine.naming.reading import Reading, content_stems
from voc.engine.naming.vocabulary import Vocabulary
from voc.engine.naming.write import write

TEXTS = 60  # of an area that are parsed, spread over its themes
WORDS = 2  # of a thing
TWICE = 0.25  # share of the first thing's weight from which a second is named, one that lives in another theme
MANY = 3  # times that a plural is as good as a singular
SPREAD = 0.7  # power of the share of the themes that speak of it


def name_areas(texts_by_area: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """A folder's name for each area, given its themes' texts; "" where no parser is installed or nothing is found."""
    readings = [Reading([text for texts in themes for text in texts]) for themes in texts_by_area]
    vocabulary = Vocabulary(readings)
    return [_name(themes, reading, vocabulary) if reading.is_english else "" for themes, reading in zip(texts_by_area, readings, strict=True)]


def _name(themes: Sequence[Sequence[str]], reading: Reading, vocabulary: Vocabulary) -> str:
    said: Counter[str] = Counter()
    spoken: dict[str, Counter[int]] = {}
    each = max(1, TEXTS // max(1, len(themes)))
    for theme, texts in enumerate(themes):
        for thing in _things(texts[:each]):
            said[thing] += 1
            spoken.setdefault(thing, Counter())[theme] += 1
    forms: dict[frozenset[str], list[str]] = {}
    for thing in said:
        if (stems := content_stems(thing)) and not any(map(vocabulary.names_product, thing.split())):
            forms.setdefault(stems, []).append(thing)
    weights: list[tuple[float, str, frozenset[str], int]] = []
    for stems, written in forms.items():
        heard = sum((spoken[one] for one in written), Counter())
        if heard.total() >= min(2, each):
            weight = vocabulary.weigh(reading, stems) * (len(heard) / len(themes)) ** SPREAD * heard.total() ** 0.5
            best_form = min(written, key=lambda one: (-said[one] * (MANY if one.endswith("s") else 1), one))
            weights.append((-weight, best_form, stems, min(heard, key=lambda theme: (-heard[theme], theme))))
    weights.sort(key=lambda found: found[:2])
    if not weights:
        return ""
    best, first, stems, at = weights[0]
    second = next((thing for weight, thing, other, home in weights[1:] if not stems & other and home != at and weight <= TWICE * best), None)
    return vocabulary.write(f"{first} and {second}" if second else first)


def _things(texts: Sequence[str]) -> Iterator[str]:
    for doc in parse(texts):
        for token in doc:
            if is_named(token) and token.dep_ != "compound" and token.ent_type_ == "":
                plain = [t for t in next(iter(noun_variants(token))) if t.pos_ in ("NOUN", "PROPN") and t.i <= token.i]
                if len(plain) <= WORDS and (text := write(plain)):
                    yield " ".join(word if word.isupper() else word[:1].lower() + word[1:] for word in text.split())
