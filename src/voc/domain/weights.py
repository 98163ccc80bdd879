"""The weights of the score's parts: how many points each gives at its most, relative to the others."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from voc.errors import InputError

Weights = Mapping[str, float]

DEFAULT_WEIGHTS: Weights = MappingProxyType(
    {"affected_arr": 35.0, "reach": 25.0, "breadth": 10.0, "severity": 10.0, "momentum": 10.0, "renewal": 10.0, "strategic_fit": 10.0}
)


def parse_weights(text: str, base: Weights = DEFAULT_WEIGHTS) -> Weights:
    """`affected_arr=50,reach=10` (or with colons) over `base`: parts that are not named keep its weight. Raises InputError.

    Weights are relative: the score is 100 where every part is at its most.
    """
    said: dict[str, float] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = pair.replace("=", ":").partition(":")
        name = name.strip()
        if name not in base:
            raise InputError(f"weights: there is no part '{name[:50]}' of the score; its parts are {', '.join(base)}")
        if name in said:
            raise InputError(f"weights: '{name}' is there twice")
        said[name] = _number(name, value.strip())
    weights = {**base, **said}
    if not sum(value for name, value in weights.items() if name != "strategic_fit"):
        raise InputError("weights: at least one part besides strategic_fit, which a theme may not have, needs a weight above 0")
    return weights


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1_000:
        raise InputError(f"weights: '{text[:50]}' is no weight of {name}: write a number from 0 to 1000, as in {name}=35")
    return value
