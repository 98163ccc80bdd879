"""How many texts a second are embedded, and how many when every vector is cached already.

python benchmarks/embed.py --data FILE.csv [--data FILE.csv] [--rows 2000] [--model minilm+e5]
"""

import argparse
import tempfile
import time
from datetime import UTC, datetime

from labelled import add_data_option, print_table, read_labelled, shuffled
from product import import_all, open_database

from voc.domain.encoders import Encoding
from voc.engine.encoders.choose import make_embedder
from voc.settings import Settings
from voc.usecases.refresh.embed_snippets import embed_snippets
from voc.usecases.refresh.split_feedback import split_feedback


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--model", default=Settings.model_fields["embedding_model"].default)
    options = parser.parse_args()

    texts, _ = shuffled(*read_labelled(*options.data))
    texts = texts[: options.rows]
    embedder = make_embedder(Encoding(options.model))
    embedder.embed(["loads the model"])
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/voc.db")
        now = datetime.now(UTC).isoformat()
        import_all(engine, "feedback", [{"source": "bench", "external_id": str(i), "kind": "nps", "occurred_at": now, "text": t} for i, t in enumerate(texts)])
        split_feedback(engine, lambda done, total: None)
        results = []
        for name in ("first refresh", "second refresh"):
            begun = time.perf_counter()
            embedded = embed_snippets(engine, embedder, lambda done, total: None)
            seconds = time.perf_counter() - begun
            results.append(
                {"run": name, "embedded": embedded, "seconds": round(seconds, 2), "texts_per_second": round(embedded / seconds) if embedded else "-"}
            )
        print_table(results)
        engine.dispose()


if __name__ == "__main__":
    main()
