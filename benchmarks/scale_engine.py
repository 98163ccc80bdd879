"""How the engine's time and memory grow: themes of 2,000, 20,000 and 200,000 vectors near those of a file's rows, each in a process of its own, one thread.

    python benchmarks/scale_engine.py --data FILE.csv [--data FILE.csv] [--sizes 2000,20000,200000]

Seconds: graph (twins, neighbours, their weights), resolution (how fine to cut), communities (and membership), asks; cpu, what the process was given, tells
where the machine was busy otherwise. The exponent is that of the growth of the cpu seconds from the row above. Peak memory is the process's, with the vectors
and what Python loads.
"""

import argparse
import math
import time
from itertools import pairwise

from corpora import multiply
from labelled import Corpus, add_data_option, agreement, load_corpus, print_table
from measured import measure
from methods import cluster

PHASES = ("graph", "resolution", "communities", "asks")
WARM_UP = 500  # rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--sizes", default="2000,20000,200000")
    options = parser.parse_args()

    corpus = load_corpus(options.data)
    rows: list[dict[str, object]] = []
    last: tuple[int, float] | None = None
    for size in (int(s) for s in options.sizes.split(",")):
        run = measure(time_phases, corpus, size, warm_up=(corpus, WARM_UP))
        seconds, cpu, found = run.value
        growth = math.log(cpu / last[1]) / math.log(size / last[0]) if last else None
        shown = {phase: f"{spent:.2f}" for phase, spent in seconds.items()}
        whole = {"seconds": f"{sum(seconds.values()):.2f}", "cpu": f"{cpu:.2f}", "exponent": f"{growth:.2f}" if growth else "-"}
        rows.append({"rows": size, **found, **shown, **whole, "peak_mb": round(run.peak_mb)})
        last = size, cpu
    print_table(rows)


def time_phases(corpus: Corpus, size: int) -> tuple[dict[str, float], float, dict[str, object]]:
    """The seconds of each phase, the processor's seconds in all, and what was found."""
    rows = multiply(corpus, size, seed=1)
    cpu = time.process_time()
    moments = [time.perf_counter()]
    theme = cluster(rows, progress=lambda: moments.append(time.perf_counter())).theme
    moments.append(time.perf_counter())
    cpu = time.process_time() - cpu
    seconds = {phase: end - start for phase, (start, end) in zip(PHASES, pairwise(moments), strict=True)}
    return seconds, cpu, {"themes": len(set(theme.tolist()) - {-1}), **{key: round(value, 3) for key, value in agreement(rows.labels, theme).items()}}


if __name__ == "__main__":
    main()
