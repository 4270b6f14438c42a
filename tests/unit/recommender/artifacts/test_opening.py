from pathlib import Path
from zipfile import BadZipFile

import msgspec
import pytest

from recommender.artifacts.manifest import Description
from recommender.artifacts.opening import open_version, refuse_unreadable
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact, FingerprintMismatch, NotFound


def published(folder: Path, fingerprint: str) -> Path:
    def write(staging: Path) -> Description:
        (staging / "data.txt").write_text("data")
        return Description(fingerprint=fingerprint, metric="m", dims=1, counts={}, seed=1, config_digest="abcdef")

    store = ArtifactStore(folder)
    return store.local_path("index", store.publish("index", write))


def test_a_version_is_opened_with_its_manifest(tmp_path: Path) -> None:
    with open_version(published(tmp_path, "f1"), fingerprint="f1", remedy="segue train x") as manifest:
        assert (manifest.kind, list(manifest.files)) == ("index", ["data.txt"])


def test_one_of_other_inputs_is_refused_with_the_command_that_makes_it_anew(tmp_path: Path) -> None:
    folder = published(tmp_path, "f2")
    with (
        pytest.raises(FingerprintMismatch, match=r"f2.*f1.*`segue train x`"),
        open_version(folder, fingerprint="f1", remedy="segue train x"),
    ):
        pass


def test_a_reader_without_declared_inputs_takes_any(tmp_path: Path) -> None:
    with open_version(published(tmp_path, "f2")) as manifest:
        assert manifest.fingerprint == "f2"


def test_one_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArtifact, match=r"no manifest\.json"), open_version(tmp_path):
        pass


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError("x.npz"),
        KeyError("mean"),
        ValueError("pickled"),
        TypeError("unexpected argument"),
        BadZipFile("not a zip"),
        msgspec.ValidationError("expected int"),
    ],
)
def test_what_cannot_be_read_is_a_damaged_version(tmp_path: Path, error: Exception) -> None:
    folder = published(tmp_path, "f1")
    with (
        pytest.raises(BadArtifact, match=f"{folder.name}: it cannot be read .*; the version is refused") as refusal,
        open_version(folder),
    ):
        raise error
    assert refusal.value.__cause__ is error


@pytest.mark.parametrize("error", [NotFound("no listener"), ZeroDivisionError("a mistake of ours")])
def test_other_errors_stay_what_they_are(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(type(error)), refuse_unreadable(tmp_path):
        raise error
