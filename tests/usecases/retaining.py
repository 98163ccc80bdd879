"""The small company with a past: what its accounts paid, and who left after speaking of what."""

from sqlalchemy import Engine

from tests.usecases.company import FEEDBACK, Row, complaints, import_company
from voc.usecases.feedback.import_rows import import_rows

NEW, YEAR_AGO = "2025-01-01", "2025-10-31"
ARR: list[Row] = [
    *({"account_id": f"A-{n}", "effective_on": NEW, "arr": str(1000 * n), "currency": "USD", "reason": "new"} for n in range(1, 6)),
    {"account_id": "A-2", "effective_on": "2026-02-10", "arr": "2600.50", "currency": "USD", "reason": "expansion"},
    {"account_id": "A-3", "effective_on": "2026-09-05", "arr": "1000", "currency": "USD", "reason": "contraction"},
    {"account_id": "A-4", "effective_on": "2026-10-01", "arr": "0", "currency": "USD", "reason": "churn"},
    {"account_id": "A-6", "effective_on": "2026-10-15", "arr": "6000", "currency": "USD", "reason": "new"},
    {"account_id": "A-8", "effective_on": NEW, "arr": "100.10", "currency": "EUR", "reason": "new"},
]
MOVING_FX: list[Row] = [{"currency": "EUR", "as_of": "2026-06-01", "rate": "3"}]  # twice what it was


def import_past(engine: Engine) -> None:
    """The company, its ARR history, and a currency that doubled."""
    import_company(engine, [*FEEDBACK, *complaints("login", ["A-3", "A-4"], source="early", day="2026-{month:02}-01")])
    for kind, rows in (("arr", ARR), ("fx", MOVING_FX)):
        assert all(result.error is None for result in import_rows(engine, kind, rows, reporting_currency="USD"))
