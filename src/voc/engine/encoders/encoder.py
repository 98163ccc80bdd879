"""What every encoder can do."""

from typing import Protocol

from voc.engine.embed import Embedder, QuestionEmbedder


class Encoder(Embedder, QuestionEmbedder, Protocol):
    """An encoder of texts and of questions."""
