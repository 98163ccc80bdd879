"""The methods that are compared: voc's one default, and the peer with its defaults. Each takes a corpus and gives each row's group, -1 for none."""

from collections.abc import Callable

import numpy as np
from labelled import Corpus
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.engine.cluster import Clustering, find_themes
from voc.engine.constraints import Constraints

Groups = NDArray[np.signedinteger]


# One thread, as the product runs it.
@threadpool_limits.wrap(limits=1)
def cluster(corpus: Corpus, constraints: Constraints | None = None, progress: Callable[[], None] | None = None) -> Clustering:
    """voc's themes as the product finds them: rows of one wording are one point."""
    return find_themes(corpus.vectors, progress, np.unique(corpus.texts, return_inverse=True)[1], constraints)


def voc(corpus: Corpus) -> Groups:
    """voc's themes."""
    return cluster(corpus).theme


def bertopic(corpus: Corpus, seed: int | None = None, known: Groups | None = None) -> Groups:
    """BERTopic's topics. `seed` fixes its layout's; `known` are labels that a person gave, -1 where none (its semi-supervised mode)."""
    return bertopic_named(corpus, seed, known)[0]


def bertopic_named(corpus: Corpus, seed: int | None = None, known: Groups | None = None) -> tuple[Groups, dict[int, str]]:
    """BERTopic's topics and each one's four words."""
    from bertopic import BERTopic
    from umap import UMAP

    # Its default layout, but for the seed.
    layout = None if seed is None else UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed)
    model = BERTopic(umap_model=layout, verbose=False)
    topics, _ = model.fit_transform(corpus.texts, corpus.vectors, y=known)
    return np.array(topics), {topic: " ".join(word for word, _ in words[:4]) for topic, words in model.get_topics().items()}


def bertopic_reduced(corpus: Corpus) -> Groups:
    """BERTopic's topics, its noise put to the nearest of them."""
    from bertopic import BERTopic

    model = BERTopic(verbose=False)
    topics, _ = model.fit_transform(corpus.texts, corpus.vectors)
    if -1 not in topics:  # it raises where there is nothing to do
        return np.array(topics)
    return np.array(model.reduce_outliers(corpus.texts, topics, strategy="embeddings", embeddings=corpus.vectors))
