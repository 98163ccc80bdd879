"""What a label may be, and when an automatic one may be written anew."""

from collections.abc import Collection

SHORTEST_LABEL, LONGEST_LABEL = 2, 7  # words
LEAST_STAYED = 0.5  # of the earlier members
LEAST_FOUNDERS = 0.25  # of the later members


def members_changed(before: Collection[str], after: Collection[str]) -> bool:
    """Whether a theme is no longer about what it was named for: most of its snippets left, or they are few among those that came.

    `before` are the snippet ids the label was written for, `after` those of now. Growth alone is no change until the newcomers outnumber the others by far:
    plain Jaccard would rename a theme that doubles. A theme without earlier members has changed.
    """
    stayed = len(set(before) & set(after))
    return not stayed or stayed < LEAST_STAYED * len(set(before)) or stayed < LEAST_FOUNDERS * len(set(after))
