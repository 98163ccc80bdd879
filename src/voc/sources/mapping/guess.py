"""What the columns of a file that nothing recognises may be: by their names, else by what they hold. A person looks at it before anything is imported."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from voc.errors import RowError
from voc.sources.columns import plain_name
from voc.sources.fields import slug
from voc.sources.registry import KINDS, SourceKind
from voc.sources.settling.dates import Order, read_date
from voc.sources.settling.numbers import read_amount

Cells = Sequence[str]  # of a column's first rows; "" where there is nothing

_LONG, _SHORT = 25, 40  # characters: of words that say something, in the mean; of an id at most
_MOSTLY = 0.8  # of the cells that are filled
_RATINGS = 11
_TELLING = 3  # columns that are called as a kind's are
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,]+")

_NAMES: Mapping[str, Mapping[str, str]] = {  # kind -> field -> what else files call it
    "feedback": {
        "external_id": "id ticket ticket_id ticket_no ticket_number number response_id case_number key reference review_id",
        "text": "comment comments message feedback body description review answer note notes content verbatim question "
        "kommentar nachricht rückmeldung comentario mensaje commentaire avis",
        "occurred_at": "date created created_at created_on created_date submitted_at timestamp time day received datum erstellt erstellt_am fecha",
        "author_email": "email mail e_mail requester_email customer_email contact_email user_email from e_mail_adresse mailadresse correo courriel",
        "author_name": "author requester user_name contact contact_name full_name",
        "account_id": "customer_id company_id client_id account organization_id organisation_id",
        "account_domain": "domain website company_domain",
        "rating": "score stars nps nps_score csat",
        "url": "link permalink",
        "tags": "labels topics categories",
        "source": "system channel origin",
        "kind": "type",
        "language": "lang locale",
    },
    "accounts": {
        "account_id": "id customer_id company_id client_id account organization_id organisation_id number",
        "name": "company company_name customer customer_name account_name client client_name organization organisation "
        "firma firmenname kunde kundenname cliente empresa société entreprise",
        "arr": "annual_recurring_revenue acv annual_contract_value annual_value yearly_revenue contract_value",
        "mrr": "monthly_recurring_revenue monthly_revenue monthly_value",
        "domain": "domains website web url homepage",
        "segment": "tier size",
        "industry": "sector",
        "region": "country",
        "renews_on": "renewal renewal_date renewal_on contract_end end_date contract_end_date",
        "started_on": "start_date customer_since since contract_start created created_at",
        "csm_email": "csm owner owner_email account_manager",
    },
    "arr": {
        "account_id": "id customer_id company_id client_id account",
        "effective_on": "effective_date effective_from valid_from as_of date day month from",
        "arr": "annual_recurring_revenue acv annual_contract_value annual_value yearly_revenue contract_value",
        "mrr": "monthly_recurring_revenue monthly_revenue monthly_value",
    },
    "opportunities": {
        "opportunity_id": "id deal_id opportunity deal",
        "account_id": "customer_id company_id client_id account organization_id organisation_id",
        "amount": "value deal_value deal_amount",
        "stage": "deal_stage phase status",
        "closes_on": "close_date closing_date expected_close_date close expected_close",
        "reason": "loss_reason lost_reason closed_lost_reason",
    },
    "signals": {
        "account_id": "id customer_id company_id client_id account",
        "signal": "metric event name measure",
        "observed_on": "date day week as_of timestamp",
        "value": "count number amount",
    },
}


def guess_kind(columns: Mapping[str, Cells]) -> str:
    """The kind by whose words most columns are called, where it is a rarer one. Else `feedback` where some column is called as theirs are, or holds words, and
    `accounts` where one holds amounts, or is called as theirs are."""
    own = {slug(name) for name in columns}
    by_names = {name: len(guess_fields(KINDS[name], columns, by_content=False)) + len(own & set(KINDS[name].fields)) for name in _NAMES}
    most = max(by_names, key=lambda name: by_names[name])
    if by_names[most] >= _TELLING and most not in ("accounts", "feedback") and by_names[most] > max(by_names["accounts"], by_names["feedback"]):
        return most
    named = {slug(name) for name in columns}
    theirs = {"arr", "mrr", *_NAMES["accounts"]["arr"].split(), *_NAMES["accounts"]["mrr"].split()}
    if named & {"text", "occurred_at", "author_email"} or (any(_is_long(cells) for cells in columns.values()) and not named & theirs):
        return "feedback"
    return "accounts" if named & {*theirs, "account_id"} or any(map(_is_amount, columns.values())) else "feedback"


def guess_fields(kind: SourceKind, columns: Mapping[str, Cells], *, by_content: bool = True) -> dict[str, str]:
    """Column -> field, each once; a column that is called as a field is not in it. Without `by_content` the names alone tell."""
    plain = {name: plain_name(kind, name) for name in columns}
    free = [name for name in columns if plain[name] not in kind.fields]
    taken = set(plain.values()) & set(kind.fields)
    found: dict[str, str] = {}

    def take(field: str, name: str | None) -> None:
        if name is not None and field not in taken and field in kind.fields:
            found[name] = field
            taken.add(field)
            free.remove(name)

    for field, names in _NAMES.get(kind.name, {}).items():
        for other in names.split():
            take(field, next((name for name in free if slug(name) == other and _may_be(field, columns[name])), None))
    for field, fits in _CONTENT.get(kind.name, {}).items() if by_content else ():
        take(field, next((name for name in free if fits(columns[name])), None))
    if kind.name == "feedback" and by_content:
        take("text", max((name for name in free if _is_long(columns[name])), key=lambda name: _mean_length(columns[name]), default=None))
    return found


def _may_be(field: str, cells: Cells) -> bool:
    """Whether a column that is called as a field holds what such a field holds."""
    needs: Mapping[str, Callable[[Cells], bool]] = {
        "external_id": _is_id, "occurred_at": _is_date, "author_email": _is_mail, "rating": _is_number, "arr": _is_number, "mrr": _is_number,
        "renews_on": _is_date, "started_on": _is_date, "effective_on": _is_date, "observed_on": _is_date, "closes_on": _is_date, "value": _is_number,
        "amount": _is_number, "csm_email": _is_mail, "url": _is_host, "account_domain": _is_host, "domain": _is_host,
    }  # fmt: skip
    return field not in needs or needs[field](cells)


def _filled(cells: Cells) -> Cells:
    return [cell.strip() for cell in cells if cell.strip()]


def _mostly(cells: Cells, fits: Callable[[str], object]) -> bool:
    filled = _filled(cells)
    return bool(filled) and sum(bool(fits(cell)) for cell in filled) >= _MOSTLY * len(filled)


def _mean_length(cells: Cells) -> float:
    filled = _filled(cells)
    return sum(map(len, filled)) / len(filled) if filled else 0.0


def _is_long(cells: Cells) -> bool:
    return _mean_length(cells) >= _LONG and _mostly(cells, lambda cell: " " in cell)


def _is_mail(cells: Cells) -> bool:
    return _mostly(cells, _MAIL.fullmatch)


def _is_host(cells: Cells) -> bool:
    return _mostly(cells, _HOST.fullmatch)


def _is_date(cells: Cells) -> bool:
    return _mostly(cells, lambda cell: len(cell) >= len("1/1/26") and not _NUMBER.fullmatch(cell.replace(".", "", 1)) and read_date(cell, Order.DMY))


def _is_rating(cells: Cells) -> bool:
    filled = _filled(cells)
    if len(set(filled)) < 2 or not all(cell.isdecimal() and int(cell) < _RATINGS for cell in filled):
        return False
    return any(int(second) - int(first) != 1 for first, second in pairwise(filled))  # else it counts the rows


def _is_number(cells: Cells) -> bool:
    return _mostly(cells, _read_number)


def _is_amount(cells: Cells) -> bool:
    return _is_number(cells) and not _is_rating(cells) and not _is_date(cells) and len(set(_filled(cells))) > 1


def _read_number(cell: str) -> bool:
    try:
        return read_amount(cell, "", ".") is not None
    except (RowError, ArithmeticError):
        return False


def _is_id(cells: Cells) -> bool:
    filled = _filled(cells)
    return len(filled) == len(cells) > 0 and len(set(filled)) == len(filled) and all(len(cell) <= _SHORT and " " not in cell for cell in filled)


def _is_plain_id(cells: Cells) -> bool:
    return _is_id(cells) and not _is_mail(cells) and not _is_date(cells) and not _is_host(cells)


def _is_name(cells: Cells) -> bool:
    filled = _filled(cells)
    return (
        len(filled) == len(cells) and len(set(filled)) == len(filled) and _mostly(cells, lambda cell: any(map(str.isalpha, cell)) and not _HOST.fullmatch(cell))
    )


_CONTENT: Mapping[str, Mapping[str, Callable[[Cells], bool]]] = {  # in this order: what is surest first
    "feedback": {"author_email": _is_mail, "occurred_at": _is_date, "rating": _is_rating, "external_id": _is_plain_id, "account_domain": _is_host},
    "accounts": {"domain": _is_host, "account_id": _is_plain_id, "name": _is_name, "arr": _is_amount},
}
