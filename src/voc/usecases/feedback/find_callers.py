"""Find the account that a call was with in the name of its file, such as `2026-10-07 Northwind Bakery.vtt`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from voc.db.accounts import list_account_ids
from voc.sources.mapping.profile import ROWS
from voc.sources.opening.transcripts import SIDECAR
from voc.usecases.feedback.recognise_files import Delivery

_SHORTEST = 4  # letters of a name that is looked for; a shorter one stands in too many others
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:gmbh(?: & co\.? kg)?|ag|kg|ug|se|inc\.?|ltd\.?|limited|llc|llp|plc|corp\.?|co\.?|company|s\.?a\.?s?|s\.?r\.?l\.?|b\.?v\.?|n\.?v\.?"
    r"|ab|oy|as)\s*$",
    re.IGNORECASE,
)
_APART = re.compile(r"[\W_]+")


def find_callers(session: Session, delivery: Delivery) -> Delivery:
    """The delivery with the account of each call whose file's name holds the id or the name of one account; of one name within another the longer.

    A call that somebody told the account of, or that has a file of particulars beside it, is left as it is.
    """
    said, told = delivery.layout.each, delivery.layout.constants
    paths = [delivery.path, *delivery.layout.beside.get(ROWS, ())] if delivery.is_transcript and "account_id" not in told else []
    open_names = [path.name for path in paths if "account_id" not in said.get(path.name, {}) and not path.with_suffix(SIDECAR).exists()]
    if not open_names:
        return delivery
    named = list_account_ids(session).items()
    accounts = [(_fold(word), account_id) for account_id, name in named for word in {account_id, name, _LEGAL_FORM.sub("", name)}]
    known = [(word, account_id) for word, account_id in accounts if len(word) - 2 >= _SHORTEST]
    found = {name: account_id for name in open_names if (account_id := _find(_fold(name.rpartition(".")[0] or name), known))}
    each = {name: {**({"account_id": found[name]} if name in found else {}), **said.get(name, {})} for name in {*said, *found}}
    return replace(delivery, layout=replace(delivery.layout, each=each))


def _find(name: str, known: Sequence[tuple[str, str]]) -> str | None:
    inside = [(word, account_id) for word, account_id in known if word in name]
    whose = {account_id for word, account_id in inside if not any(word != longer and word in longer for longer, _ in inside)}
    return whose.pop() if len(whose) == 1 else None


def _fold(text: str) -> str:
    """In lower case, one space between words and around them."""
    return f" {_APART.sub(' ', text.casefold()).strip()} "
