"""Export: snippets, themes, accounts or assignments to a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.db.snippets import iterate_export
from voc.domain.exposure import COLUMNS
from voc.errors import InputError
from voc.rendering.shapes import moment
from voc.rendering.tables import TOGETHER, Columns, write_csv, write_table
from voc.usecases.accounts.list_accounts import list_accounts
from voc.usecases.themes.list_themes import ThemeQuery, list_themes

# Column by column, with the type that Parquet keeps it as.
SNIPPETS: Columns = {
    "source": str, "external_id": str, "position": int, "text": str, "kind": str, "account_id": str, "occurred_at": str, "theme_id": str, "strength": float,
    "sentiment": float, "ask_id": str, "counted": bool,
}  # fmt: skip
THEMES: Columns = {
    "id": str, "rank": int, "rank_first": int, "rank_last": int, "label": str, "score": float, "scope": str, "scope_probability": float, "mentions": int,
    "accounts": int, "families": int, "churned_accounts": int, "unknown_arr_accounts": int, **dict.fromkeys(COLUMNS, str), "currency": str,
    "strategic_fit": float, "catalogue": str, "feature_id": str, "first_seen": str, "last_seen": str, "as_of": str,
}  # fmt: skip
ACCOUNTS: Columns = {
    "id": str, "account_id": str, "name": str, "arr": str, "currency": str, "segment": str, "plan": str, "status": str, "csm_email": str, "renews_on": str,
    "health": float, "band": str, "mentions": int, "last_contact": str, "as_of": str,
}  # fmt: skip
ASSIGNMENTS: Columns = {"source": str, "external_id": str, "position": int, "theme_id": str, "strength": float, "ask_id": str, "counted": bool}


def export_table(engine: Engine, what: str, out: Path, together: int = TOGETHER) -> int:
    """Write the table to `out`, by its ending .csv, .jsonl or .parquet, `together` rows at a time; how many rows.

    Raises InputError for a table or an ending that is none.
    """
    if what not in _TABLES:
        raise InputError(f"cannot export '{what}'; what can be exported is {', '.join(_TABLES)}")
    columns, rows = _TABLES[what]
    with reading(engine) as session:
        return write_table(out, columns, rows(session), together)


def _snippets(session: Session) -> Iterator[Mapping[str, Any]]:
    run = find_current_run(session)
    for snippet in iterate_export(session, run.id if run else None):
        yield {**asdict(snippet), "occurred_at": moment(snippet.occurred_at)}


def _themes(session: Session) -> Iterator[Mapping[str, Any]]:
    return map(_theme_row, list_themes(session, ThemeQuery(sort="rank")).themes)


def themes_csv(themes: Iterable[Mapping[str, Any]]) -> str:
    """Themes in the API's shape as the CSV file that `voc export themes` writes, in their order."""
    text = StringIO(newline="")
    write_csv(text, THEMES, map(_theme_row, themes))
    return text.getvalue()


def _theme_row(theme: Mapping[str, Any]) -> Mapping[str, Any]:
    amounts = {name: theme[name]["amount"] for name in COLUMNS if name in theme}
    first, last = theme.get("rank_interval") or (None, None)
    judged = theme.get("catalogue") or {}
    told = {"currency": theme["affected_arr"]["currency"], "catalogue": judged.get("verdict"), "feature_id": judged.get("feature_id")}
    known = {**theme, **amounts, **told, "rank_first": first, "rank_last": last}
    return {name: known.get(name) for name in THEMES}


def _accounts(session: Session) -> Iterator[Mapping[str, Any]]:
    for account in list_accounts(session):
        arr, health = account["arr"] or {"amount": None, "currency": None}, account["health"]
        yield {**account, "arr": arr["amount"], "currency": arr["currency"], "health": health["score"], "band": health["band"]}


_TABLES: Mapping[str, tuple[Columns, Callable[[Session], Iterator[Mapping[str, Any]]]]] = {
    "snippets": (SNIPPETS, _snippets),
    "themes": (THEMES, _themes),
    "accounts": (ACCOUNTS, _accounts),
    "assignments": (ASSIGNMENTS, _snippets),
}
