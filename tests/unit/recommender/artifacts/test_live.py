from pathlib import Path
from threading import Event, Thread

from structlog.testing import capture_logs

from recommender.artifacts.live import LiveArtifact
from recommender.artifacts.manifest import Description
from recommender.artifacts.store import ArtifactStore
from recommender.errors import FingerprintMismatch

KIND = "index"


def publish(store: ArtifactStore, text: str, *, fingerprint: str = "f1") -> str:
    def write(folder: Path) -> Description:
        (folder / "data.txt").write_text(text)
        return Description(fingerprint=fingerprint, metric="m", dims=1, counts={}, seed=1, config_digest="abcdef123456")

    return store.publish(KIND, write)


def load(path: Path) -> str:
    text = (path / "data.txt").read_text()
    if text == "other declaration":
        raise FingerprintMismatch(actual="f2", expected="f1")
    return text


def live(store: ArtifactStore) -> LiveArtifact[str]:
    return LiveArtifact(store, KIND, load)


def test_nothing_is_live_before_the_first_version(tmp_path: Path) -> None:
    artifact = live(ArtifactStore(tmp_path))
    assert artifact.refresh() is False
    assert (artifact.current(), artifact.version, artifact.last_error) == (None, "", "")


def test_a_new_version_is_taken_up_and_a_roll_back_too(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path)
    artifact = live(store)
    first = publish(store, "one")
    assert artifact.refresh() is True
    assert artifact.refresh() is False
    second = publish(store, "two")
    assert artifact.refresh() is True
    assert (artifact.current(), artifact.version) == ("two", second)
    store.use(KIND, first)
    assert artifact.refresh() is True
    assert artifact.current() == "one"


def test_a_corrupt_version_is_refused_once_and_the_old_one_goes_on(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path)
    artifact = live(store)
    publish(store, "good")
    artifact.refresh()
    bad = publish(store, "bad one")
    (tmp_path / KIND / bad / "data.txt").write_text("bad 0ne")
    with capture_logs() as logs:
        assert artifact.refresh() is False
        assert artifact.refresh() is False
    assert artifact.current() == "good"
    assert "SHA-256" in artifact.last_error
    assert [log["event"] for log in logs] == ["artifact_refused"]
    publish(store, "better")
    assert artifact.refresh() is True
    assert (artifact.current(), artifact.last_error) == ("better", "")


def test_another_fingerprint_is_refused_with_what_to_do(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path)
    artifact = live(store)
    publish(store, "good")
    artifact.refresh()
    publish(store, "other declaration")
    assert artifact.refresh() is False
    assert artifact.current() == "good"
    assert "segue ingest --reanalyse" in artifact.last_error


def test_a_broken_pointer_does_not_stop_a_serving_process(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path)
    artifact = live(store)
    publish(store, "good")
    artifact.refresh()
    (tmp_path / KIND / "CURRENT").write_text("rubbish")
    assert artifact.refresh() is False
    assert artifact.current() == "good"
    assert "CURRENT" in artifact.last_error


def test_pruning_the_version_in_use_elsewhere_leaves_it_usable(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path)
    publish(store, "old")
    artifact = LiveArtifact(store, KIND, lambda path: (path / "data.txt").open())
    artifact.refresh()
    publish(store, "new")
    store.prune(KIND, 1)
    opened = artifact.current()
    assert opened is not None
    with opened:
        assert opened.read() == "old"


def test_readers_see_whole_versions_only_while_it_is_exchanged(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path)
    artifact = live(store)
    publish(store, "0" * 1000)
    artifact.refresh()
    stop, torn = Event(), []

    def read() -> None:
        while not stop.is_set():
            text = artifact.current()
            if text is None or len(set(text)) != 1:
                torn.append(text)

    readers = [Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for digit in "12345":
        publish(store, digit * 1000)
        assert artifact.refresh() is True
        store.prune(KIND, 1)
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []
