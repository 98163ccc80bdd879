"""How long a search takes: by words in the database, by meaning in the finder, and both as one list. Prints a table.

    python benchmarks/search.py [--database .demo/voc.db] [--times 1 50] [--asked 200]

The questions are customers' own sentences, cut to their first six words. `own` is the share of questions whose own sentence is among the first ten.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

from pages import each_size
from sqlalchemy import Engine, text

from voc.db.mentions import QuoteFilter
from voc.db.session import reading
from voc.db.word_search import list_word_hits
from voc.domain.encoders import Encoding
from voc.engine.encoders.choose import make_embedder
from voc.usecases.feedback.find_meaning import MeaningFinder
from voc.usecases.feedback.search_feedback import CANDIDATES, search_feedback
from voc.usecases.shared.find_run import find_run

WORDS, FIRST, PAGE = 6, 10, 25


def measure(ask: Callable[[str], Sequence[str]], questions: Sequence[tuple[str, str]]) -> tuple[float, float, float]:
    """(median ms, 95th percentile ms, share of the questions whose own snippet's text is among the first)."""
    seconds, own = [], 0
    for question, key in questions:
        begun = time.perf_counter()
        found = ask(question)
        seconds.append(1e3 * (time.perf_counter() - begun))
        own += key in found[:FIRST]
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1], own / len(questions)


def time_searches(engine: Engine, finder: MeaningFinder, asked: int) -> list[tuple[str, float, float, float]]:
    """(search by, median ms, 95 % ms, share found)."""
    with reading(engine) as session:
        run = find_run(session)
        if run is None:
            raise SystemExit("the database has no ranking: run `voc demo --no-serve` first")
        wanted = text("SELECT text, id FROM snippet WHERE length(text) > 40 AND id NOT LIKE '%~%' ORDER BY id LIMIT :asked")
        questions = [(" ".join(said.split()[:WORDS]), key) for said, key in session.execute(wanted, {"asked": asked})]

        def by_words(question: str) -> Sequence[str]:
            return list_word_hits(session, run.id, question, QuoteFilter(), CANDIDATES)

        def by_meaning(question: str, most: int = CANDIDATES) -> Sequence[str]:
            return [key for key, _ in finder.find(question, most)]

        def by_both(question: str) -> Sequence[str]:
            return [quote.id for quote in search_feedback(session, run, question, QuoteFilter(), partial(by_meaning, question), PAGE).quotes]

        asks = {"words": by_words, "meaning": by_meaning, f"both, {PAGE} quotes": by_both}
        return [(name, *measure(ask, questions)) for name, ask in asks.items()]


def main() -> None:
    for engine, _, asked in each_size(str(__doc__), 200):
        finder = MeaningFinder(engine, make_embedder(Encoding("minilm")))
        finder.warm_up()
        print(f"{'search by':<24} {'median ms':>10} {'95 % ms':>10} {'own':>6}")
        for name, median, slow, own in time_searches(engine, finder, asked):
            print(f"{name:<24} {median:>10.1f} {slow:>10.1f} {own:>6.2f}")


if __name__ == "__main__":
    main()
