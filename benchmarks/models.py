"""Encoders and joins of them beside each other: how well themes agree with labels on their vectors, how near German lies to English, and texts a second.

    python benchmarks/models.py --data FILE.csv [--data FILE.csv] [--sizes 500,2000] [--draws 2] [--models minilm,e5,minilm+e5] [--write-centre]

Quality: voc's themes on one vector a text (the product's splitting, passages and people's decisions left out), NMI and ARI over rows with a label: random
samples of FILE.csv (columns text and label), and the fixtures' planted points. `pairs`: the share of German sentences whose English one is the nearest of all
English ones. Speed: short texts, two threads, the quickest of several rounds, since a busy machine only slows; `ms` is the processor time of a text. A join
costs the sum of its parts; `times` is how often the first model's. --write-centre writes what the packaged e5's vectors are centred by, and does nothing else.
"""

import argparse
import hashlib
import json
import tempfile
import time
from pathlib import Path

import numpy as np
from labelled import Corpus, add_data_option, agreement, print_table, read_labelled, shuffled
from methods import voc
from numpy.typing import NDArray

from voc.domain.encoders import JOIN, Encoding
from voc.engine.data import read_lines
from voc.engine.embed import Embedder
from voc.engine.encoders.centre import measure_mean
from voc.engine.encoders.choose import make_embedder
from voc.engine.encoders.e5 import E5Embedder
from voc.engine.encoders.joined import join_vectors

FIXTURES = Path(__file__).parents[1] / "fixtures"
MODELS = "minilm,e5,mpnet,minilm+e5,minilm+mpnet,minilm+e5+mpnet"
FIRST_SEED = 7
ROUNDS, TIMED = 6, 256  # of texts
ENGLISH, GERMAN = (0, 1, 2, 3, 4, 6, 7, 11, 13, 14, 17, 15), range(60, 72)  # the lines of plain_sentences.txt that say the same
Speed = tuple[float, float]  # seconds of a text, and seconds of a processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--sizes", default="500,2000")
    parser.add_argument("--draws", type=int, default=2)
    parser.add_argument("--models", default=MODELS)
    parser.add_argument("--write-centre", action="store_true")
    options = parser.parse_args()
    if options.write_centre:
        write_centre()
        return

    texts, labels = shuffled(*read_labelled(*options.data))
    planted, themes = read_fixtures()
    sizes = [int(size) for size in options.sizes.split(",")]
    wanted = max(sizes) + 100 * options.draws
    encoders = {part: make_embedder(Encoding(part)) for part in dict.fromkeys(options.models.replace(JOIN, ",").split(","))}
    speeds = {part: time_encoder(encoder, texts[:TIMED]) for part, encoder in encoders.items()}
    rows = []
    for model in options.models.split(","):
        parts = [encoders[part] for part in model.split(JOIN)]
        corpus = Corpus(texts[:wanted], np.array(labels[:wanted]), embed(parts, texts[:wanted]))
        row: dict[str, object] = {"model": model}
        for size in sizes:
            row[f"{size} rows"] = score([corpus.draw(size, FIRST_SEED + draw) for draw in range(options.draws)])
        row["fixtures"] = score([Corpus(planted, np.array(themes), embed(parts, planted))])
        plain = embed(parts, read_lines("plain_sentences.txt"))
        row["pairs"] = f"{np.mean((plain[list(GERMAN)] @ plain[list(ENGLISH)].T).argmax(axis=1) == np.arange(len(ENGLISH))):.2f}"
        seconds, processor = (sum(speeds[part][n] for part in model.split(JOIN)) for n in (0, 1))
        base, base_processor = speeds[options.models.replace(JOIN, ",").split(",")[0]]
        row |= {
            "texts/s": round(1 / seconds),
            "times": f"{seconds / base:.1f}",
            "ms": f"{1000 * processor:.1f}",
            "times ms": f"{processor / base_processor:.1f}",
        }
        rows.append(row)
        print(json.dumps(row), flush=True)
    print_table(rows)


def score(samples: list[Corpus]) -> str:
    """NMI/ARI, the means over the samples; rows without a label are grouped and not counted."""
    found = []
    for sample in samples:
        counted = sample.labels != ""
        found.append(agreement(sample.labels[counted], voc(sample)[counted]))
    return "/".join(f"{np.mean([one[key] for one in found]):.3f}" for key in ("nmi", "ari"))


def read_fixtures() -> tuple[list[str], list[str]]:
    """The planted points with words, and each one's theme; "" for what belongs to none."""
    rows = [json.loads(line) for line in (FIXTURES / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    points = [point for row in rows if "points" in row for point in row["points"] if point["text"]]
    return [p["text"] for p in points], [p["theme"] if p["theme"] and ":" not in p["theme"] else "" for p in points]


def embed(encoders: list[Embedder], texts: list[str]) -> NDArray[np.float32]:
    """The encoders' vectors side by side, each kept in the system's folder for temporary files."""
    found = []
    for encoder in encoders:
        kept = Path(tempfile.gettempdir()) / f"voc-models-{hashlib.sha256(chr(0).join([encoder.name, *texts]).encode()).hexdigest()[:16]}.npy"
        if not kept.exists():
            np.save(kept, encoder.embed(texts))
        found.append(np.load(kept, allow_pickle=False))
    return join_vectors(found)


def time_encoder(encoder: Embedder, texts: list[str]) -> Speed:
    """The quickest round."""
    encoder.embed(texts[:40])
    rounds = []
    for _ in range(ROUNDS):
        wall, processor = time.perf_counter(), time.process_time()
        encoder.embed(texts)
        rounds.append(((time.perf_counter() - wall) / len(texts), (time.process_time() - processor) / len(texts)))
    return min(seconds for seconds, _ in rounds), min(processor for _, processor in rounds)


def write_centre() -> None:
    """The file, and the digest that `encoders/names.py` has to know."""
    text = json.dumps([float(f"{number:.6g}") for number in measure_mean(E5Embedder()).tolist()]) + "\n"
    Path(__file__).parents[1].joinpath("src/voc/engine/data/e5_centre.json").write_text(text, encoding="utf-8")
    print(f"E5_CENTRE_SHA256 = {hashlib.sha256(text.encode()).hexdigest()}")


if __name__ == "__main__":
    main()
