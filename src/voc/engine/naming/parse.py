"""Texts through the English parser, with hyphenated words in one piece."""

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from voc.engine.parser import find_parser

LONGEST = 400  # characters of a text that are parsed
_UNUSED = ("ner", "lemmatizer")
_HYPHENED = re.compile(r"\w+(?:-\w+)+")


def parse(texts: Sequence[str]) -> list[Doc]:
    """The texts parsed, in their order; none where no parser is installed."""
    parser = find_parser()
    if parser is None:
        return []
    docs = []
    for text in texts:
        doc = parser.make_doc(" ".join(text.replace("’", "'").split())[:LONGEST])
        with doc.retokenize() as tokens:
            for found in _HYPHENED.finditer(doc.text):
                span = doc.char_span(*found.span())
                if span is not None and len(span) > 1:
                    tokens.merge(span)
        docs.append(doc)
    return list(parser.pipe(docs, disable=_UNUSED))
