"""Write a simulated company as the files that `voc import` takes, and truth.json with all that is hidden in it.

    python benchmarks/company.py --out FOLDER [--seed 1] [--accounts 200] [--months 18] [--needs 30] [--data FILE.csv ...]

Accounts have needs, feel them from some month on, speak of them through calls, tickets and surveys as loudly as they are, and leave or shrink more often for
what they lack; four wish loudly for what nobody else wants; single remarks and survey talk lie between. The texts are the fixtures' written lines, or with
--data those of a labelled file. As a library: `from simulated import simulate`.
"""

import argparse
from collections import Counter
from pathlib import Path

from labelled import print_table
from simulated import simulate
from simulated.files import write_company
from simulated.texts import Phrasebook, read_labelled, read_written

LOUD = 4


def add_company_options(parser: argparse.ArgumentParser) -> None:
    """How large a simulated company is, and what its texts are."""
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--months", type=int, default=18)
    parser.add_argument("--needs", type=int, default=30)
    parser.add_argument("--data", type=Path, action="append", help="a labelled CSV whose labels become needs; may be given more than once")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    add_company_options(parser)
    options = parser.parse_args()

    wordings = read_labelled(options.data, options.needs, LOUD, options.seed) if options.data else read_written(options.needs)
    company = simulate(options.seed, options.accounts, options.months, wordings.needs, wordings.loud)
    write_company(company, Phrasebook(wordings, options.seed), options.out)
    points = Counter(said.about for said in company.said)
    rows: list[dict[str, object]] = [
        {"need": need.id, "shape": need.shape, "has it": len(company.holders(need.id)), "points": points[need.id], "hazard ratio": f"{need.hazard_ratio:.2f}"}
        for need in company.needs
    ]
    print_table(rows)
    gone = int((company.life.left_in >= 0).sum())
    print(f"\n{len(company.accounts)} accounts, {gone} of them left; {len(company.said)} points and {len(company.ratings)} ratings in {options.out}")


if __name__ == "__main__":
    main()
