"""Lists of names in one text, as filters take them: `smb,mid`. A name that holds a comma stands in double quotes: `"Mid, large",smb`."""

import re
from collections.abc import Iterable

_NAME = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?:,|$)|([^,]*)(?:,|$)')


def split_names(texts: Iterable[str]) -> list[str]:
    """The names of all texts, in order. What is empty is no name; a quote within a quoted name stands twice."""
    found = [quoted.replace('""', '"') if quoted else plain.strip() for text in texts for quoted, plain in _NAME.findall(text)]
    return [name for name in found if name]


def quote_name(name: str) -> str:
    """The name as `split_names` reads it back whole."""
    return '"' + name.replace('"', '""') + '"' if "," in name or name.startswith('"') else name
