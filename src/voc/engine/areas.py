"""Themes to areas: the level above, for a reader who wants a dozen headings instead of a hundred themes."""

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import silhouette_score

from voc.engine.vectors import NOWHERE, Numbers, Vectors

FEWEST_THEMES = 6  # fewer need no headings
MOST_AREAS = 15


def find_areas(centres: Vectors) -> Numbers:
    """Number each theme's area, given the themes' unit centres, shape (themes, dimensions): average-link groups, as many as stand best apart (silhouette).
    NOWHERE for all where they are few."""
    themes = len(centres)
    if themes < FEWEST_THEMES:
        return np.full(themes, NOWHERE, np.int32)
    best, found = -2.0, np.zeros(themes, np.int32)
    for count in range(3, min(MOST_AREAS, themes // 2) + 1):
        area = AgglomerativeClustering(n_clusters=count, metric="cosine", linkage="average").fit_predict(centres)
        if (value := silhouette_score(centres, area, metric="cosine")) > best + 1e-9:
            best, found = float(value), area.astype(np.int32)
    return found
