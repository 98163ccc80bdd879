"""Themes to areas: the level above, for a reader who wants a dozen headings instead of a hundred themes."""

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import silhouette_score

from voc.engine.vectors import NOWHERE, Numbers, Vectors, unit

FEWEST_THEMES = 6  # fewer need no headings
FEWEST_AREAS, MOST_AREAS = 3, 15
MOST_THEMES, LEAST_THEMES = 8, 4  # of an area, on the average


def find_areas(centres: Vectors) -> Numbers:
    """Number each theme's area, given the themes' unit centres, shape (themes, dimensions): Ward's groups of where they differ from the mean of all, for
    what all share says nothing; as many as stand best apart (silhouette) of those that are headings for a few themes each. NOWHERE for all where they are few.
    """
    themes = len(centres)
    if themes < FEWEST_THEMES:
        return np.full(themes, NOWHERE, np.int32)
    apart = unit(centres - centres.mean(axis=0))
    fewest = min(MOST_AREAS, max(FEWEST_AREAS, themes // MOST_THEMES))
    best, found = -2.0, np.zeros(themes, np.int32)
    for count in range(fewest, max(fewest, min(MOST_AREAS, themes // LEAST_THEMES)) + 1):
        area = AgglomerativeClustering(n_clusters=count, linkage="ward").fit_predict(apart)
        if (value := silhouette_score(apart, area, metric="cosine")) > best + 1e-9:
            best, found = float(value), area.astype(np.int32)
    return found
