"""Fit the numbers by which the scope's probability is judged (`voc.domain.spread`).

    python benchmarks/train_scope.py [--companies 80]

A logistic regression on what each theme of simulated companies of many sizes was at past month ends, against whether two new accounts raised it in the 90 days
after. Themes are the true needs, loud wishes and one-offs. Prints how well the numbers do on companies that they were not fitted on, and the numbers.
"""

import argparse

import numpy as np
from labelled import print_table
from simulated import simulate
from simulated.chance import stream
from sklearn.linear_model import LogisticRegression

from voc.domain.forecasts import auc, brier, calibration_error
from voc.domain.scope_backtest import ScopeOutcome, back_test
from voc.domain.spread import BIAS, WEIGHTS

ACCOUNTS = (80, 150, 200, 300, 500)
MONTHS = (12, 18, 24)
FIRST_SEED = 1_000  # no company of the other benchmarks
FOLDS = 5
RIDGE = 10.0  # the inverse of the penalty
NAMES = ("new accounts in 90 days, log", "mentions in 90 days, log", "Herfindahl by account", "months, log", "bias")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=80)
    options = parser.parse_args()

    companies = [outcomes_of(seed) for seed in range(FIRST_SEED, FIRST_SEED + options.companies)]
    rows: list[dict[str, object]] = []
    for fold in range(FOLDS):
        head = fit([o for n, some in enumerate(companies) if n % FOLDS != fold for o in some])
        held_out = [o for n, some in enumerate(companies) if n % FOLDS == fold for o in some]
        said, came = head.predict_proba([o.features for o in held_out])[:, 1].tolist(), [o.came for o in held_out]
        rows.append(
            {
                "fold": fold,
                "outcomes": len(came),
                "came": sum(came),
                "auc": f"{auc(said, came):.3f}",
                "brier": f"{brier(said, came):.4f}",
                "ece": f"{calibration_error(said, came):.3f}",
            }
        )
    print_table(rows)
    head = fit([o for some in companies for o in some])
    print()
    found = (*head.coef_[0], head.intercept_[0])
    print_table([{"number": n, "fitted": f"{f:.2f}", "shipped": s} for n, f, s in zip(NAMES, found, (*WEIGHTS, BIAS), strict=True)])


def outcomes_of(seed: int) -> list[ScopeOutcome]:
    """The outcomes of a company of some size."""
    random = stream(seed, "size")
    company = simulate(seed, int(random.choice(ACCOUNTS)), int(random.choice(MONTHS)))
    themes = {m.theme_id for m in company.mentions if m.theme_id is not None}
    return back_test(company.mentions, themes, company.facts_on(company.calendar.last), company.calendar.as_of, 365)


def fit(outcomes: list[ScopeOutcome]) -> LogisticRegression:
    """The regression."""
    return LogisticRegression(C=RIDGE, max_iter=1_000).fit(np.array([o.features for o in outcomes]), np.array([o.came for o in outcomes]))


if __name__ == "__main__":
    main()
