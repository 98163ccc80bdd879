"""Choose encoders by the settings' words."""

from voc.domain.encoders import Encoding, parts_of
from voc.engine.encoders.centre import CentredEmbedder, read_e5_mean
from voc.engine.encoders.e5 import E5Embedder
from voc.engine.encoders.encoder import Encoder
from voc.engine.encoders.endpoint import EndpointEmbedder
from voc.engine.encoders.joined import JoinedEmbedder
from voc.engine.encoders.names import is_served, list_models, name_vectors
from voc.engine.encoders.packaged import find_minilm, find_mpnet
from voc.engine.encoders.sentence import SentenceEmbedder
from voc.errors import InputError


def make_embedder(encoding: Encoding) -> Encoder:
    """The encoder that the settings name, joined where they join several. Nothing is loaded yet. Raises InputError for what names none."""
    models = list_models(encoding.model)
    if encoding.url and not any(is_served(model, encoding.url) for model in models):
        raise InputError(f"VOC_EMBEDDING_URL is set, but VOC_EMBEDDING_MODEL ({encoding.model}) names no model for it, such as minilm+text-embedding-3-small")
    parts = [_make_single(model, name, encoding) for model, name in zip(models, parts_of(name_vectors(encoding.model, encoding.url)), strict=True)]
    return parts[0] if len(parts) == 1 else JoinedEmbedder(parts)


def _make_single(model: str, name: str, encoding: Encoding) -> Encoder:
    if model == "minilm":
        return SentenceEmbedder(name, find_minilm, encoding.device, encoding.threads)
    if model == "mpnet":
        return SentenceEmbedder(name, lambda: find_mpnet(encoding.folder), encoding.device, encoding.threads)
    if model == "e5":
        return CentredEmbedder(E5Embedder(name, encoding.threads), read_e5_mean)
    if is_served(model, encoding.url):
        return CentredEmbedder(EndpointEmbedder(name, model, encoding.url, encoding.key, encoding.price))
    return CentredEmbedder(SentenceEmbedder(name, lambda: model, encoding.device, encoding.threads))
