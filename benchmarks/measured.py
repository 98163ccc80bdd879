"""Time and memory of a call, in a process of its own."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measured:
    """What a call gave, its seconds, and its process's peak memory."""

    value: Any
    seconds: float
    peak_mb: float


def measure(function: Callable[..., Any], *given: Any, warm_up: tuple[Any, ...] = ()) -> Measured:
    """Call the function in a new process; a first call with `warm_up` loads and compiles, uncounted."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_call, (function, given, warm_up))


def _call(function: Callable[..., Any], given: tuple[Any, ...], warm_up: tuple[Any, ...]) -> Measured:
    if warm_up:
        function(*warm_up)
    start = time.perf_counter()
    value = function(*given)
    return Measured(value, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
