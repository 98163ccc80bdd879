"""A company as the files of contract.md, section 1, and the truth beside them."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from . import records
from .company import Company
from .texts import Phrasebook
from .voices import CALL_POINTS, Rated, Said

Row = Mapping[str, Any]


def write_company(company: Company, phrases: Phrasebook, folder: Path) -> None:
    """accounts.csv, arr.csv, opportunities.csv, signals.csv, catalogue.csv, fx.csv, feedback.jsonl and truth.json."""
    folder.mkdir(parents=True, exist_ok=True)
    items, truth = _items(company, phrases)
    _write_csv(folder / "accounts.csv", [{key: value for key, value in asdict(a).items() if key != "attributes"} for a in company.accounts])
    _write_csv(folder / "arr.csv", map(asdict, company.arr_changes))
    _write_csv(folder / "opportunities.csv", map(asdict, company.opportunities))
    _write_csv(folder / "signals.csv", map(asdict, company.signals))
    _write_csv(folder / "catalogue.csv", map(asdict, company.features))
    _write_csv(folder / "fx.csv", map(asdict, company.rates))
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    (folder / "feedback.jsonl").write_text(lines, encoding="utf-8", newline="\n")
    (folder / "truth.json").write_text(json.dumps(tell_truth(company) | {"items": truth}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def tell_truth(company: Company) -> dict[str, Any]:
    """What is hidden, but for the items: each need with its parameters, its accounts by their own ids, its hazards with and without and the planted ratio."""
    loud = {s.about: records.account_id(s.account) for s in company.said if s.about.startswith("loud:")}
    return {
        "as_of": company.calendar.last.isoformat(),
        "months": company.calendar.months,
        "needs": {need.id: _tell_need(company, column) for column, need in enumerate(company.needs)},
        "loud": loud,
        "one_offs": len({s.about for s in company.said if s.about.startswith("oneoff:")}),
        "silent": [records.account_id(int(n)) for n in np.flatnonzero(company.roster.loudness == 0)],
        "left": {records.account_id(n): day.isoformat() for n in range(len(company.accounts)) if (day := company.left_on(n))},
        "opportunities": company.deal_needs,
        "features": company.feature_needs,
    }


def _tell_need(company: Company, column: int) -> dict[str, Any]:
    need, calendar = company.needs[column], company.calendar
    with_it, without = company.hazards(need.id)
    felt_from = company.life.felt_from[:, column]
    return asdict(need) | {
        "released_on": calendar.first_of(need.released_in).isoformat() if need.released_in is not None else None,
        "hazard_with": with_it,
        "hazard_without": without,
        "accounts": {records.account_id(int(n)): calendar.first_of(int(felt_from[n])).isoformat() for n in np.flatnonzero(company.life.has[:, column])},
    }


def _items(company: Company, phrases: Phrasebook) -> tuple[list[Row], list[Row]]:
    """The feedback by time, and what each item truly says."""
    ratings = {r.nth: r for r in company.ratings if r.nth is not None}
    found: list[tuple[datetime, dict[str, Any], list[Row]]] = []
    for numbers in _bundles(company.said):
        points = [(company.said[n].about, text) for n in numbers if (text := phrases.text(company.said[n].about, company.said[n].kind)) is not None]
        if points:
            first = company.said[numbers[0]]
            words = points[0][1] if len(points) == 1 else "\n".join(f"- {text}" for _, text in points)
            item = _item(first.account, first.at, first.kind, first.contact, words) | _rating(ratings.get(numbers[0]))
            found.append((first.at, item, [{"text": text, "about": about} for about, text in points]))
    for rated in company.ratings:
        if rated.nth is None:
            words = phrases.chatter() if rated.kind == "nps" else ""
            found.append((rated.at, _item(rated.account, rated.at, rated.kind, rated.contact, words) | _rating(rated), []))
    found.sort(key=lambda entry: entry[0])
    for n, (_, item, _) in enumerate(found, start=1):
        item["external_id"] = str(n)
    return [item for _, item, _ in found], [
        {"source": i["source"], "external_id": i["external_id"], "account_id": i["account_id"], "points": p} for _, i, p in found
    ]


def _bundles(said: Sequence[Said]) -> list[list[int]]:
    """The points of an account's calls in one month share a call, up to CALL_POINTS; any other point is an item of its own."""
    calls: dict[tuple[int, int, int, int], list[int]] = {}
    found: list[list[int]] = []
    for n, s in enumerate(said):
        key = (s.account, s.at.year, s.at.month, s.contact)
        if s.kind != "call_note":
            found.append([n])
        elif key in calls and len(calls[key]) < CALL_POINTS:
            calls[key].append(n)
        else:
            calls[key] = [n]
            found.append(calls[key])
    return found


def _item(account: int, at: datetime, kind: str, contact: int, text: str) -> dict[str, Any]:
    return {
        "source": {"call_note": "gong", "ticket": "zendesk", "nps": "delighted", "csat": "zendesk-csat"}[kind],
        "external_id": "",
        "kind": kind,
        "occurred_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "text": text,
        "account_id": records.account_id(account),
        "author_email": f"contact{contact + 1}@company-{account + 1}.example",
    }


def _rating(rated: Rated | None) -> dict[str, Any]:
    return {"rating": rated.rating, "rating_scale": rated.scale} if rated else {}


def _write_csv(path: Path, rows: Iterable[Row]) -> None:
    found = [{key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()} for row in rows]
    with path.open("w", newline="", encoding="utf-8") as file:
        if found:
            writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
