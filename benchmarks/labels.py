"""Each theme's label beside BERTopic's four words of the same group, as a table that readers can judge.

    python benchmarks/labels.py --data FILE.csv [--column text] [--rows 3000]
    python benchmarks/labels.py --database sqlite:///.demo/voc.db

FILE.csv is any table with a column of texts: courtesies are left out, the rest (a random sample of `rows`) is grouped and named. A database's current run is
named anew by its own groups. The three last columns are for three readers who did not build it. On standard error: seconds of naming, and what labels are that
need no reader: their words, and the share of content words that no second text of the theme has.
"""

import argparse
import csv
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from labelled import Corpus, embed
from methods import voc
from names import bertopic_labels
from numpy.typing import NDArray
from sqlalchemy import create_engine

from voc.db.decisions import list_decisions
from voc.db.embeddings import list_vectors
from voc.db.runs import find_lineage_run
from voc.db.session import reading
from voc.db.snippets import list_snapshot
from voc.domain.encoders import Encoding
from voc.engine.courtesy import is_courtesy
from voc.engine.encoders.choose import make_embedder
from voc.engine.name import Name, name_themes
from voc.engine.naming.reading import Reading, content_stems
from voc.engine.packing import unpack_vectors
from voc.engine.vectors import NOWHERE, unit
from voc.usecases.refresh.load_past import load_past

Groups = NDArray[np.signedinteger]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path)
    source.add_argument("--database", help="a URL")
    parser.add_argument("--column", default="text")
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--summaries", action="store_true", help="below each label, its summary")
    options = parser.parse_args()

    corpus, groups = read_run(options.database) if options.database else group_table(options.data, options.column, options.rows)
    said = members_of(corpus, groups)
    centres = unit(np.array([corpus.vectors[groups == g].sum(axis=0) for g in range(len(said))]))
    embedder = make_embedder(Encoding("minilm", threads=1))
    embedder.embed(["a first text loads the model"])
    start = time.perf_counter()
    names = name_themes(said, centres, embedder)
    print(f"{time.perf_counter() - start:.1f} s for {len(names)} names", file=sys.stderr)
    tell_plain_facts(names, said)
    peer = bertopic_labels(corpus.texts, corpus.vectors, groups, embedder)["bertopic, 4 words"]
    print("| texts | voc | BERTopic's words | 1 | 2 | 3 |\n| --- | --- | --- | --- | --- | --- |")
    for texts, name, words in sorted(zip(said, names, peer, strict=True), key=lambda row: -len(row[0])):
        print(f"| {len(texts)} | {name.label} | {words} | | | |")
        if options.summaries:
            print(f"  {name.summary}")


def group_table(path: Path, column: str, rows: int) -> tuple[Corpus, Groups]:
    """A sample of the table's texts, and the theme of each."""
    with path.open(newline="", encoding="utf-8") as file:
        texts = [" ".join(row[column].split()) for row in csv.DictReader(file)]
    texts = [text for text in texts if text and not is_courtesy(text)]
    drawn = [texts[i] for i in np.random.default_rng(7).permutation(len(texts))[:rows]]
    corpus = Corpus(drawn, np.array([""] * len(drawn)), embed(drawn))
    return corpus, voc(corpus)


def read_run(url: str) -> tuple[Corpus, Groups]:
    """The snippets of a database's current run with their themes; of joined vectors those of the first model."""
    with reading(create_engine(url)) as session:
        run = find_lineage_run(session)
        if run is None:
            sys.exit("the database has no run")
        past = load_past(session, run, list_decisions(session))
        rows = list_snapshot(session, run.as_of)
        packed = list_vectors(session, run.settings["model"].split("+")[0], sorted({row.text_hash for row in rows}))
    theme = {snippet: n for n, members in enumerate(past.members.values()) for snippet in members}
    kept = [row for row in rows if row.text_hash in packed]
    vectors = np.asarray(unpack_vectors([packed[row.text_hash] for row in kept]), np.float32)
    groups = np.array([theme.get(row.id, NOWHERE) for row in kept], dtype=np.int32)
    return Corpus([row.text for row in kept], np.array([""] * len(kept)), vectors), groups


def members_of(corpus: Corpus, groups: Groups) -> list[list[str]]:
    """Each group's texts, the most central first."""
    said = []
    for group in range(groups.max() + 1):
        members = np.flatnonzero(groups == group)
        centre = unit(corpus.vectors[members].sum(axis=0))
        said.append([corpus.texts[members[i]] for i in np.argsort(-(corpus.vectors[members] @ centre), kind="stable")])
    return said


def tell_plain_facts(names: Sequence[Name], said: Sequence[Sequence[str]]) -> None:
    """What a program can tell of labels."""
    words = [len(name.label.split()) for name in names]
    lone = content = 0
    for name, texts in zip(names, said, strict=True):
        counts = Reading(texts).counts
        stems = content_stems(name.label)
        content += len(stems)
        lone += sum(counts.get(stem, 0) < 2 for stem in stems)
    print(
        f"words a label: {np.mean(words):.1f}, {min(words)} to {max(words)}; content words that one text alone has: {lone / max(1, content):.1%}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
