"""A worker's tools for jobs that need no model."""

from voc.domain.deliveries import Outlets
from voc.domain.encoders import Encoding
from voc.domain.runs import RefreshSettings
from voc.engine.encoders.choose import make_embedder
from voc.usecases.work_job import Tools


def tools_with(outlets: Outlets, attempts: int = 3) -> Tools:
    """The model is never loaded: no text is embedded."""
    return Tools(make_embedder(Encoding("minilm")), RefreshSettings("USD", 365, "default", "minilm"), 512, 30, attempts, 2**20, lambda _: None, outlets=outlets)
