"""A company of many items through import and refresh: seconds a stage and peak memory.

    python benchmarks/scale.py --data FILE.csv [--data FILE.csv] [--items 10000] [--accounts 300]

Each item is a ticket with a greeting, one to three of the file's texts and a closing, from a random account.
"""

import argparse
import csv
import json
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from labelled import MODEL, add_data_option, print_table, read_labelled
from product import CURRENCY, open_database, refresh

from voc.domain.encoders import Encoding
from voc.engine.encoders.choose import make_embedder
from voc.usecases.feedback.import_file import import_file

AS_OF = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--accounts", type=int, default=300)
    options = parser.parse_args()

    texts, _ = read_labelled(*options.data)
    with tempfile.TemporaryDirectory() as folder:
        write_company(Path(folder), texts, options.items, options.accounts)
        engine = open_database(f"sqlite:///{folder}/voc.db")
        start = time.perf_counter()
        for kind, name in (("accounts", "accounts.csv"), ("feedback", "feedback.jsonl")):
            import_file(engine, kind, Path(folder) / name, reporting_currency=CURRENCY)
        seconds = {"import": time.perf_counter() - start}
        refreshed = refresh(engine, make_embedder(Encoding(MODEL)), AS_OF)
        seconds |= refreshed.seconds
        engine.dispose()
    total = sum(seconds.values())
    print_table([{"stage": stage, "seconds": round(spent, 1), "share": f"{spent / total:.1%}"} for stage, spent in seconds.items()])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = refreshed.summary.counts
    print(f"\n{counts['items']} items, {counts['snippets']} snippets, {counts['themes']} themes; {total:.0f} s in all, peak memory {peak:.0f} MB")


def write_company(folder: Path, texts: list[str], items: int, accounts: int) -> None:
    """accounts.csv and feedback.jsonl in the contract's formats."""
    rng = Random(7)
    with (folder / "accounts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["account_id", "name", "arr", "segment"])
        writer.writerows((f"A{n}", f"Account {n}", rng.randrange(4, 900) * 1_000, rng.choice(["smb", "mid-market", "enterprise"])) for n in range(accounts))
    with (folder / "feedback.jsonl").open("w", encoding="utf-8") as file:
        for n in range(items):
            said = " ".join(t if t.endswith((".", "?", "!")) else t + "." for t in rng.sample(texts, rng.choice([1, 1, 2, 3])))
            at = AS_OF - timedelta(minutes=rng.randrange(60, 364 * 24 * 60))
            row = {
                "source": "bench",
                "external_id": str(n),
                "kind": "ticket",
                "occurred_at": at.isoformat(),
                "account_id": f"A{rng.randrange(accounts)}",
                "text": f"Hi team,\n\n{said}\n\nBest regards,\nSam",
            }
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
