"""What a row says: the columns that it has, be their cells empty."""

from collections.abc import Sequence

from voc.sources.fields import Raw, plain, text
from voc.sources.numbers import bears_sign


def read_said(raw: Raw, amounts: Sequence[str] = (), parts: Sequence[str] = ()) -> frozenset[str]:
    """The row's fields and attributes. Any of its `amounts` says the first, and with it the `parts` that it may be made of. A currency is said where a cell
    names one, or an amount bears a sign."""
    said = {name for column in raw if (name := plain(column, ""))}
    if said.intersection(amounts):
        said.update(amounts[:1], parts)
    is_named = bool(amounts) and (text(raw, "currency") is not None or any(bears_sign(raw, amount) for amount in amounts))
    return frozenset(said | {"currency"} if is_named else said - {"currency"})
