"""Chance that stays the same: each part of a company draws from its own stream, so that more of one part leaves the others as they were."""

from zlib import crc32

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of a part of the company of this seed."""
    return np.random.default_rng([seed, crc32(name.encode())])


def log_uniform(random: np.random.Generator, low: float, high: float) -> float:
    """A number between the two, each order of magnitude as likely as the other."""
    return float(np.exp(random.uniform(np.log(low), np.log(high))))
