import fcntl
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from recommender.artifacts.manifest import Description, Manifest
from recommender.artifacts.publishing import LEASE, LostLease, PublisherBusy, RemoteLease
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact, NotFound
from tests.paths import ROOT

DESCRIPTION = Description(
    fingerprint="f1", metric="cosine", dims=3, counts={"tracks": 2}, seed=1, config_digest="abcdef123456"
)


def write(text: str):
    def into(folder: Path) -> Description:
        (folder / "data.txt").write_text(text)
        return DESCRIPTION

    return into


@pytest.fixture(params=["folder", "file url", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ArtifactStore:
    locations = {
        "folder": str(tmp_path / "artifacts"),
        "file url": (tmp_path / "artifacts").as_uri(),
        "remote": f"memory://{uuid4().hex}",
    }
    return ArtifactStore(locations[request.param], cache=tmp_path / "cache")


def test_nothing_is_current_before_the_first_version(store: ArtifactStore) -> None:
    assert store.current("index") is None
    assert store.versions("index") == []
    assert store.kinds() == []


def test_a_published_version_is_current_and_readable(store: ArtifactStore) -> None:
    version = store.publish("index", write("one"))
    assert store.current("index") == version
    assert (store.local_path("index", version) / "data.txt").read_text() == "one"
    manifest = store.manifest("index", version)
    assert (manifest.kind, manifest.version, manifest.counts) == ("index", version, {"tracks": 2})
    assert set(manifest.files) == {"data.txt"}


def test_versions_come_newest_first_and_names_sort_by_age(store: ArtifactStore) -> None:
    made = [store.publish("index", write(str(i))) for i in range(3)]
    assert [version.version for version in store.versions("index")] == made[::-1]
    assert store.kinds() == ["index"]


def test_a_version_that_fails_its_check_is_never_seen(store: ArtifactStore) -> None:
    first = store.publish("index", write("good"))

    def refuse(folder: Path, _: Manifest) -> None:
        assert (folder / "manifest.json").exists()
        raise BadArtifact("no good")

    with pytest.raises(BadArtifact, match="no good"):
        store.publish("index", write("bad"), check=refuse)
    assert store.current("index") == first
    assert len(store.versions("index")) == 1


def test_use_rolls_back_and_forth(store: ArtifactStore) -> None:
    old, new = store.publish("index", write("old")), store.publish("index", write("new"))
    store.use("index", old)
    assert store.current("index") == old
    store.use("index", new)
    assert store.current("index") == new
    with pytest.raises(NotFound, match="segue artifacts list"):
        store.use("index", "20200101T000000Z-abcdef")


def test_prune_keeps_the_newest_and_the_current(store: ArtifactStore) -> None:
    made = [store.publish("index", write(str(i))) for i in range(5)]
    store.use("index", made[0])
    assert set(store.prune("index", 2)) == {made[1], made[2]}
    assert {version.version for version in store.versions("index")} == {made[0], made[3], made[4]}
    assert store.prune("index", 2) == []


def test_publishing_twice_in_one_instant_makes_two_versions(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path)
    assert len({store.publish("index", write("x")) for _ in range(3)}) == 3


@pytest.mark.parametrize("text", ["", "not a version\n", "20200101T000000Z-abcdef\n", "../../etc/passwd\n", "\x00\xff"])
def test_a_broken_pointer_is_an_error_that_says_what_to_do(tmp_path: Path, text: str) -> None:
    store = ArtifactStore(tmp_path)
    version = store.publish("index", write("one"))
    (tmp_path / "index" / "CURRENT").write_text(text)
    with pytest.raises(BadArtifact, match="segue artifacts use index VERSION"):
        store.current("index")
    assert store.prune("index", 1) == []
    store.use("index", version)
    assert store.current("index") == version


@pytest.mark.parametrize("damage", ["changed", "truncated", "missing", "no manifest", "half a manifest"])
def test_a_damaged_version_is_refused_with_the_reason(tmp_path: Path, damage: str) -> None:
    store = ArtifactStore(tmp_path)
    version = store.publish("index", write("0123456789"))
    folder = tmp_path / "index" / version
    if damage == "changed":
        (folder / "data.txt").write_text("012345678X")
    elif damage == "truncated":
        (folder / "data.txt").write_text("0123")
    elif damage == "missing":
        (folder / "data.txt").unlink()
    elif damage == "no manifest":
        (folder / "manifest.json").unlink()
    else:
        raw = (folder / "manifest.json").read_bytes()
        (folder / "manifest.json").write_bytes(raw[: len(raw) // 2])
    with pytest.raises((BadArtifact, NotFound)):
        store.local_path("index", version)
    with pytest.raises((BadArtifact, NotFound)):
        store.use("index", version)


def test_a_damaged_local_copy_of_a_remote_version_is_fetched_again(tmp_path: Path) -> None:
    store = ArtifactStore(f"memory://{uuid4().hex}", cache=tmp_path)
    version = store.publish("index", write("whole"))
    copy = store.local_path("index", version) / "data.txt"
    copy.write_text("rotten")
    assert (store.local_path("index", version) / "data.txt").read_text() == "whole"


def test_local_copies_of_versions_that_are_gone_are_dropped(tmp_path: Path) -> None:
    location = f"memory://{uuid4().hex}"
    publisher, reader = ArtifactStore(location, cache=tmp_path / "p"), ArtifactStore(location, cache=tmp_path / "r")
    old = publisher.publish("index", write("old"))
    reader.local_path("index", old)
    new = publisher.publish("index", write("new"))
    publisher.prune("index", 1)
    reader.local_path("index", new)
    assert [each.name for each in (tmp_path / "r" / "index").iterdir()] == [new]


def test_a_manifest_that_points_outside_its_folder_is_refused(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path)
    version = store.publish("index", write("one"))
    manifest = tmp_path / "index" / version / "manifest.json"
    manifest.write_text(manifest.read_text().replace("data.txt", "../data.txt"))
    with pytest.raises(BadArtifact, match="outside its folder"):
        store.local_path("index", version)


def test_a_remote_version_without_all_files_is_refused(tmp_path: Path) -> None:
    name = uuid4().hex
    store = ArtifactStore(f"memory://{name}", cache=tmp_path)
    version = store.publish("index", write("whole"))
    fsspec.filesystem("memory").rm(f"/{name}/index/{version}/data.txt")
    with pytest.raises(BadArtifact, match="missing"):
        store.local_path("index", version)


def test_one_publisher_at_a_time(store: ArtifactStore) -> None:
    def publish_inside(folder: Path) -> Description:
        with pytest.raises(PublisherBusy, match="try again"):
            store.publish("index", write("second"))
        return write("first")(folder)

    store.publish("index", publish_inside)
    assert len(store.versions("index")) == 1


def test_a_killed_publisher_leaves_neither_lock_nor_rubbish(tmp_path: Path) -> None:
    script = (
        "import os, sys, time; from recommender.artifacts.store import ArtifactStore\n"
        "def write(folder):\n"
        "    (folder / 'half').write_text('x'); print('writing', flush=True); time.sleep(60)\n"
        f"ArtifactStore({str(tmp_path)!r}).publish('index', write)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT)
    assert child.stdout is not None
    assert child.stdout.readline() == b"writing\n"
    store = ArtifactStore(tmp_path)
    with pytest.raises(PublisherBusy, match=str(child.pid)):
        store.publish("index", write("meanwhile"))
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    version = store.publish("index", write("after"))
    assert store.current("index") == version
    assert [each.name for each in (tmp_path / "index").glob(".staging-*")] == []


def test_a_remote_lease_that_ran_out_is_taken_over_and_lost_by_its_old_owner() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    files, path = fsspec.filesystem("memory"), f"/{uuid4().hex}/.lock"
    dead = RemoteLease(files, path, clock=lambda: now)
    with dead.held():
        with pytest.raises(PublisherBusy), RemoteLease(files, path, clock=lambda: now).held():
            pass
        late = RemoteLease(files, path, clock=lambda: now + LEASE + timedelta(seconds=1))
        with late.held(), pytest.raises(LostLease, match="took over"):
            dead.confirm()
    assert not files.exists(path)


def test_the_lock_file_is_free_after_publishing(tmp_path: Path) -> None:
    ArtifactStore(tmp_path).publish("index", write("one"))
    with (tmp_path / "index" / ".lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
