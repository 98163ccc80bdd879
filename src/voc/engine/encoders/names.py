"""What encoders are called: in the settings, and in the cache of vectors, where a name must tell apart all that makes vectors differ."""

from pathlib import Path

from voc.domain.encoders import JOIN
from voc.errors import InputError

E5_CENTRE_SHA256 = "c1af6cdbb6adfe1222b98cb00b9f7e2fcc5a05c9f116b30f2d25ff8dfdb6a61c"  # of data/e5_centre.json
PACKAGED = {"minilm": "minilm", "e5": f"e5@{E5_CENTRE_SHA256[:8]}", "mpnet": "mpnet"}  # as the settings call them -> as the cache does
WAY = 1  # raise it when prompts or centring of the models that are not packaged change: their vectors are then others


def list_models(setting: str) -> list[str]:
    """The models that `minilm+e5` and the like join; the packaged ones come first, in one order, so that `e5+minilm` is the same. Raises InputError."""
    models = [part.strip() for part in setting.split(JOIN)]
    if not all(models) or len(set(models)) < len(models):
        raise InputError(f"'{setting}' is no embedding model: write a name, or different names joined by +, such as minilm+e5")
    return sorted(models, key=lambda model: list(PACKAGED).index(model) if model in PACKAGED else len(PACKAGED))


def is_served(model: str, url: str) -> bool:
    """Whether the endpoint at `url` ("" for none) embeds with the model: all but what is packaged or lies in a folder is asked of it."""
    return bool(url) and model not in PACKAGED and not Path(model).is_dir()


def name_vectors(setting: str, url: str = "") -> str:
    """What the vectors of this setting are kept under. Raises InputError for a setting that names no model."""
    return JOIN.join(_name(model, url) for model in list_models(setting))


def _name(model: str, url: str) -> str:
    if model in PACKAGED:
        return PACKAGED[model]
    return f"{model}@{'served' if is_served(model, url) else 'run'}{WAY}"
