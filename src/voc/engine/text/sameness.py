"""Which texts are the same words: whatever their case, marks, figures and spaces, and for longer ones but for a word or two."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(r"#|[^\W\d_]+|\d+")
_MARK = re.compile(r"\[[a-z][a-z ]{1,30}\]|https?://\S+|\S+@\S+")
_FIGURES = re.compile(r"#(?: #)+")
LEAST_WORDS = 6  # shorter texts are the same only where every word is
ALIKE = 0.8  # share of the words of two texts that both have
BANDS, LEADERS = 8, 8  # bands of two hashes each; leaders looked at in a band


def fold_words(text: str) -> str:
    """The text's words in lower case with a space between, `#` for what is filled in: figures, addresses, hidden data. Folding twice changes nothing."""
    folded = _fold(text)
    while not folded.isascii() and (again := _fold(folded)) != folded:
        folded = again
    return folded


def _fold(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    if "[" in text or "@" in text or "://" in text:
        text = _MARK.sub("#", text)
    folded = " ".join([token if token.isalpha() else "#" for token in _TOKEN.findall(text)])
    return _FIGURES.sub("#", folded) if "# #" in folded else folded


def join_alike(folded: Sequence[str]) -> list[int]:
    """For each folded text the number of the one it is the same as, its own where that is itself. An earlier text leads a later one. Linear in the texts."""
    words = [text.split() for text in folded]
    long = [number for number, found in enumerate(words) if len(found) >= LEAST_WORDS]
    leader = list(range(len(folded)))
    known: dict[tuple[int, int], list[int]] = {}
    bands = _bands([words[n] for n in long])
    for row in np.flatnonzero(_shares_band(bands)).tolist():
        number, keys = long[row], list(enumerate(bands[row].tolist()))
        said = set(words[number])
        near = dict.fromkeys(other for key in keys for other in known.get(key, ()))
        alike = next((other for other in near if _share(said, set(words[other])) >= ALIKE), None)
        if alike is not None:
            leader[number] = alike
            continue
        for key in keys:
            if len(leaders := known.setdefault(key, [])) < LEADERS:
                leaders.append(number)
    return leader


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def _shares_band(bands: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether any other text has one of a text's bands: all others are like none."""
    shares = np.zeros(len(bands), dtype=bool)
    for band in bands.T:
        _, inverse, counts = np.unique(band, return_inverse=True, return_counts=True)
        shares |= counts[inverse] > 1
    return shares


def _bands(texts: Sequence[Sequence[str]]) -> NDArray[np.uint64]:
    """MinHash of the pairs of neighbouring words, two hashes a band: shape (texts, BANDS)."""
    if not texts:
        return np.zeros((0, BANDS), np.uint64)
    starts = np.cumsum([0, *(len(found) - 1 for found in texts[:-1])])
    pairs = np.array([crc32(f"{a} {b}".encode("utf-8", "surrogatepass")) for found in texts for a, b in pairwise(found)], dtype=np.uint64)
    factors = np.random.default_rng(1).integers(1, 2**62, 2 * BANDS, dtype=np.uint64) | np.uint64(1)
    least = [np.minimum.reduceat((pairs * factor) >> np.uint64(32), starts) for factor in factors]
    return np.stack([(least[2 * band] << np.uint64(32)) | least[2 * band + 1] for band in range(BANDS)], axis=1)
