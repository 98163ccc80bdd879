"""Corpora of many kinds out of one labelled corpus: samples, few intents of unequal sizes, and strangers among them."""

import numpy as np
from labelled import Corpus
from numpy.typing import NDArray

STRANGER = "(stranger)"  # the label of a row from another corpus
FEWEST, MOST = 8, 90  # rows of an intent


def draw_intents(corpus: Corpus, intents: int, seed: int) -> Corpus:
    """So many of the intents, each with 8 to 90 of its rows: most are small, as in a company's feedback."""
    random = np.random.default_rng(seed)
    rows: list[NDArray[np.signedinteger]] = []
    for intent in random.choice(np.unique(corpus.labels), intents, replace=False):
        members = np.flatnonzero(corpus.labels == intent)
        wanted = int(np.exp(random.uniform(np.log(FEWEST), np.log(MOST))))
        rows.append(random.choice(members, min(wanted, len(members)), replace=False))
    return corpus.take(random.permutation(np.concatenate(rows)))


def add_strangers(corpus: Corpus, others: Corpus, seed: int) -> Corpus:
    """The corpus with random rows of another among its own, labelled STRANGER: one row in ten of the whole."""
    strangers = others.draw(round(len(corpus) / 9), seed)
    both = Corpus(
        corpus.texts + strangers.texts,
        np.concatenate([corpus.labels, np.full(len(strangers), STRANGER)]),
        np.concatenate([corpus.vectors, strangers.vectors]),
    )
    return both.draw(len(both), seed)


def add_one_offs(corpus: Corpus, whole: Corpus, seed: int) -> Corpus:
    """The corpus with two rows of every label that it lacks, labelled STRANGER: wishes of the same trade that hardly anybody shares."""
    random = np.random.default_rng(seed)
    missing = np.setdiff1d(whole.labels, corpus.labels)
    rows = np.concatenate([random.choice(np.flatnonzero(whole.labels == label), 2, replace=False) for label in missing])
    singles = Corpus([whole.texts[i] for i in rows], np.full(len(rows), STRANGER), whole.vectors[rows])
    both = Corpus(corpus.texts + singles.texts, np.concatenate([corpus.labels, singles.labels]), np.concatenate([corpus.vectors, singles.vectors]))
    return both.draw(len(both), seed)


def bears_majority_label(labels: NDArray[np.str_], found: NDArray[np.signedinteger]) -> NDArray[np.bool_]:
    """Whether each row has a theme and bears the label that most of that theme's rows bear; a stranger belongs nowhere."""
    right = np.zeros(len(labels), dtype=bool)
    for theme in np.unique(found[found >= 0]):
        members = np.flatnonzero((found == theme) & (labels != STRANGER))
        names, counts = np.unique(labels[members], return_counts=True)
        if len(names):
            right[members] = labels[members] == names[counts.argmax()]
    return right


def multiply(corpus: Corpus, size: int, seed: int, noise: float = 0.6) -> Corpus:
    """So many rows, each somewhere between two random rows of one label, and a little off. No two texts are the same."""
    random = np.random.default_rng(seed)
    by_label = {label: np.flatnonzero(corpus.labels == label) for label in np.unique(corpus.labels)}
    rows = random.integers(0, len(corpus), size)
    others = np.array([random.choice(by_label[label]) for label in corpus.labels[rows]])
    share = random.random((size, 1), dtype=np.float32)
    vectors = share * corpus.vectors[rows] + (1 - share) * corpus.vectors[others]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors += random.standard_normal(vectors.shape, dtype=np.float32) * np.float32(noise / np.sqrt(vectors.shape[1]))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Corpus([f"{corpus.texts[row]} {seed}-{n}" for n, row in enumerate(rows)], corpus.labels[rows], vectors)
