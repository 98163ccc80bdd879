"""Change the model: what the last run noted of vectors of another model says nothing of these, and everything is grouped again. Themes keep their ids by their
members, as in any run."""

from dataclasses import replace

from voc.pipeline.group_snippets import Past


def is_model_changed(past: Past, model: str) -> bool:
    """Whether the last run grouped vectors of another model."""
    return bool(past.engine.get("model", model) != model)


def forget_nearness(past: Past, model: str) -> Past:
    """The past without what was usual among another model's vectors."""
    if not is_model_changed(past, model):
        return past
    return replace(past, engine={name: value for name, value in past.engine.items() if name != "usual"})
