import os
import time
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from recommender import records
from recommender.catalogue.building import build_catalogue, present_tracks
from recommender.catalogue.kept import KeptCatalogues, _rules, digest
from recommender.catalogue.kept_parts import UnreadableParts
from recommender.catalogue.search import SearchIndex
from recommender.catalogue.snapshot import Catalogue
from recommender.records import Track, TrackId


def made_tracks(n: int = 40) -> list[Track]:
    return [
        Track(
            track_id=TrackId(f"{i:03d}"),
            title=f"Title {i}",
            artist=f"Artist {i % 7} feat. Guest {i % 3}",
            album=f"Album {i % 11}" if i % 5 else "",
            genres=("Folk", "Rock")[: i % 3],
            duration_s=100.0 + i,
            released_on=date(1990 + i % 20, 1, 1),
            url=f"file:///music/{i % 4}/{i}.mp3",
        )
        for i in range(n)
    ]


def plain(value: object) -> object:
    """Return a part of a catalogue as what can be compared."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if hasattr(value, "positions"):
        return [plain(getattr(value, field.name)) for field in fields(value)]  # type: ignore[arg-type]
    return value


@pytest.fixture
def kept(tmp_path: Path) -> KeptCatalogues:
    return KeptCatalogues(tmp_path / "catalogues")


@pytest.mark.parametrize("turn", ["made", "found"])
def test_a_kept_catalogue_is_the_one_that_would_be_built(kept: KeptCatalogues, turn: str):
    tracks = made_tracks()
    if turn == "found":
        kept.build(tracks, revision="0")
    ours, plainly = kept.build(tracks, revision="7"), build_catalogue(tracks, revision="7")
    for field in fields(plainly):
        part = getattr(plainly, field.name)
        if isinstance(part, SearchIndex):
            continue
        assert plain(getattr(ours, field.name)) == plain(part), field.name
    for query in ("title 1", "artist 3", "gust 2"):
        assert ours.track_search.find(query, 50) == plainly.track_search.find(query, 50)
    assert ours.album_search.find("album", 50) == plainly.album_search.find("album", 50)
    assert ours.artist_search.find("guest", 50) == plainly.artist_search.find("guest", 50)


def test_the_same_tracks_are_worked_out_once(kept: KeptCatalogues, monkeypatch: pytest.MonkeyPatch):
    kept.build(made_tracks(), revision="1")
    monkeypatch.setattr("recommender.catalogue.kept.build_catalogue", None)
    assert len(kept.build(reversed(made_tracks()), revision="2")) == 40


def test_another_track_or_tag_is_another_catalogue():
    tracks = present_tracks(made_tracks())
    other = (*tracks[:-1], Track(track_id=tracks[-1].track_id, title="Another"))
    assert digest(tracks) == digest(present_tracks(made_tracks()))
    assert len({digest(tracks), digest(tracks[:-1]), digest(other)}) == 3


@pytest.mark.parametrize("library", ["tantivy", "anyascii"])
def test_another_version_of_what_indexes_is_another_catalogue(monkeypatch: pytest.MonkeyPatch, library: str):
    tracks = present_tracks(made_tracks())
    before = digest(tracks)
    monkeypatch.setattr("recommender.catalogue.kept.version", lambda name: f"{version(name)}{'1' * (name == library)}")
    _rules.cache_clear()
    after = digest(tracks)
    _rules.cache_clear()
    assert before != after


def test_another_record_of_a_track_is_another_catalogue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    tracks = present_tracks(made_tracks())
    before = digest(tracks)
    changed = tmp_path / "records.py"
    changed.write_bytes(Path(records.__file__).read_bytes() + b"# changed")
    monkeypatch.setattr(records, "__file__", str(changed))
    _rules.cache_clear()
    after = digest(tracks)
    _rules.cache_clear()
    assert before != after


def test_what_is_damaged_is_made_anew(kept: KeptCatalogues, tmp_path: Path):
    kept.build(made_tracks(), revision="1")
    [folder] = (tmp_path / "catalogues").iterdir()
    file = folder / "parts.msgpack"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert len(kept.build(made_tracks(), revision="1").albums) == len(build_catalogue(made_tracks()).albums)


def test_a_cut_off_file_is_made_anew(kept: KeptCatalogues, tmp_path: Path):
    kept.build(made_tracks(), revision="1")
    [folder] = (tmp_path / "catalogues").iterdir()
    file = folder / "parts.msgpack"
    file.write_bytes(file.read_bytes()[:-5])
    assert kept.build(made_tracks(), revision="1").track_search.find("title 12", 1)


def test_every_file_is_on_disk_before_it_is_found(
    kept: KeptCatalogues, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    synced: set[str] = set()
    monkeypatch.setattr("recommender.catalogue.kept.sync", lambda path: synced.add(path.name))
    kept.build(made_tracks(), revision="1")
    [folder] = (tmp_path / "catalogues").iterdir()
    # what tantivy itself makes when it opens an index
    assert {path.name for path in folder.rglob("*")} - {".tantivy-meta.lock"} <= synced


def test_the_names_that_are_searched_stand_under_the_digest(kept: KeptCatalogues, tmp_path: Path):
    kept.build(made_tracks(), revision="1")
    [folder] = (tmp_path / "catalogues").iterdir()
    assert [path.name for path in folder.rglob("*.msgpack")] == ["parts.msgpack"]
    assert b"title 12" in (folder / "parts.msgpack").read_bytes()


def test_a_search_that_cannot_be_opened_is_made_anew(kept: KeptCatalogues, tmp_path: Path):
    kept.build(made_tracks(), revision="1")
    [folder] = (tmp_path / "catalogues").iterdir()
    (folder / "track_search" / "meta.json").write_text("{")
    assert kept.build(made_tracks(), revision="1").track_search.find("title 12", 1)


def folders(tmp_path: Path) -> set[Path]:
    return set((tmp_path / "catalogues").iterdir())


def test_while_music_is_added_nothing_is_written_until_it_has_stayed_the_same(tmp_path: Path):
    now = datetime(2026, 1, 5, tzinfo=UTC)
    kept = KeptCatalogues(tmp_path / "catalogues", clock=lambda: now)
    kept.build(made_tracks(5), revision="5")
    at_start = folders(tmp_path)
    assert len(at_start) == 1
    for n in (6, 7):
        assert len(kept.build(made_tracks(n), revision=str(n))) == n
        now += timedelta(minutes=4)
        kept.keep_settled()
        assert folders(tmp_path) == at_start
    now += timedelta(minutes=1)
    kept.keep_settled()
    [settled] = folders(tmp_path) - at_start
    assert settled.name == digest(present_tracks(made_tracks(7)))


def test_what_has_settled_is_found_by_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    now = datetime(2026, 1, 5, tzinfo=UTC)
    kept = KeptCatalogues(tmp_path / "catalogues", clock=lambda: now)
    for n in (5, 6):
        kept.build(made_tracks(n), revision=str(n))
    now += timedelta(minutes=5)
    kept.keep_settled()
    monkeypatch.setattr("recommender.catalogue.kept.build_catalogue", None)  # kept once is enough
    kept.keep_settled()
    assert KeptCatalogues(tmp_path / "catalogues").build(made_tracks(6), revision="6").track_search.find("title 5", 1)


def test_what_has_settled_and_cannot_be_written_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    now = datetime(2026, 1, 5, tzinfo=UTC)
    kept = KeptCatalogues(tmp_path / "catalogues", clock=lambda: now)
    for n in (5, 6):
        kept.build(made_tracks(n), revision=str(n))
    at_start = folders(tmp_path)
    now += timedelta(minutes=5)

    def build(*_: object, **__: object) -> Catalogue:
        raise ValueError("No space left on device")

    monkeypatch.setattr("recommender.catalogue.kept.build_catalogue", build)
    kept.keep_settled()
    assert folders(tmp_path) == at_start


def test_the_oldest_catalogues_go(tmp_path: Path):
    for n in (5, 6, 7, 8, 9):
        KeptCatalogues(tmp_path / "catalogues").build(made_tracks(n), revision=str(n))
    assert len(list((tmp_path / "catalogues").iterdir())) == 3


def test_what_killed_processes_began_goes_after_an_hour(kept: KeptCatalogues, tmp_path: Path):
    abandoned, going_on = tmp_path / "catalogues" / "making-old", tmp_path / "catalogues" / "making-new"
    for folder, age_s in ((abandoned, 4000), (going_on, 3000)):
        (folder / "track_search").mkdir(parents=True)
        os.utime(folder, (time.time() - age_s,) * 2)
    kept.build(made_tracks(), revision="1")
    assert going_on.is_dir()
    assert not abandoned.exists()


def test_folders_that_another_process_deletes_meanwhile_are_let_go(
    kept: KeptCatalogues, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "catalogues").mkdir()
    (tmp_path / "catalogues" / "gone").symlink_to(tmp_path / "nowhere")  # listed, but there is nothing to look at
    monkeypatch.setattr("recommender.catalogue.kept._log", None)  # it would say that nothing was kept
    assert len(kept.build(made_tracks(), revision="1")) == 40


def test_without_a_place_to_write_it_is_made_in_memory(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert len(KeptCatalogues(tmp_path / "file" / "catalogues").build(made_tracks(), revision="1")) == 40


@pytest.mark.parametrize("error", [ValueError("No space left on device"), OSError("No space left on device")])
def test_with_a_full_disk_it_is_made_in_memory(
    kept: KeptCatalogues, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception
):
    def build(tracks: Iterable[Track], *, revision: str = "0", folder: Path | None = None) -> Catalogue:
        if folder:
            raise error
        return build_catalogue(tracks, revision=revision)

    monkeypatch.setattr("recommender.catalogue.kept.build_catalogue", build)
    assert len(kept.build(made_tracks(), revision="1")) == 40
    assert not list((tmp_path / "catalogues").iterdir())


def test_what_cannot_be_read_back_is_made_in_memory(kept: KeptCatalogues, monkeypatch: pytest.MonkeyPatch):
    def read(*_: object) -> Catalogue:
        raise UnreadableParts("parts.msgpack is not what was written")

    monkeypatch.setattr("recommender.catalogue.kept.read_parts", read)
    assert len(kept.build(made_tracks(), revision="1")) == 40
