import pytest
from msgspec.structs import replace

from infra.jobs.playlist_files import export_playlist, import_playlist
from recommender.errors import BadInput
from recommender.records import Track, TrackId
from tests.builders.playlists import ANNA, NOW
from tests.contracts.fakes.playlists import FakePlaylistStore


@pytest.fixture
def music(tmp_path):
    return [
        Track(
            track_id=TrackId(name), title=f"Title {name}", artist="Ann", duration_s=60.0,
            url=(tmp_path / "music" / "Ann ü #1" / f"{name}.mp3").as_uri(),
        )
        for name in "abc"
    ]  # fmt: skip


@pytest.fixture
def store():
    return FakePlaylistStore()


def imported(file, store, music):
    return import_playlist(file, store, music, ANNA, clock=lambda: NOW)


def test_relative_paths_start_at_the_files_folder(tmp_path, store, music):
    lists = tmp_path / "lists"
    lists.mkdir()
    file = lists / "Mine.m3u8"
    file.write_text("../music/Ann ü #1/b.mp3\n../music/Ann ü #1/gone.mp3\n")
    playlist, n_missing = imported(file, store, music)
    assert (playlist.name, [entry.track_id for entry in playlist.entries], n_missing) == ("Mine", ["b", None], 1)
    assert store.get(playlist.playlist_id, reader=ANNA) == playlist


@pytest.mark.parametrize("ending", ["m3u8", "xspf", "jspf"])
@pytest.mark.parametrize("has_whole_paths", [True, False])
def test_an_exported_file_is_imported_the_same_by_its_paths_alone(tmp_path, store, music, ending, has_whole_paths):
    (tmp_path / "lists").mkdir()
    source = tmp_path / "lists" / "x.m3u8"
    source.write_text("\n".join(str(tmp_path / "music" / "Ann ü #1" / f"{name}.mp3") for name in "cab"))
    playlist, _ = imported(source, store, music)
    file = tmp_path / "lists" / f"out.{ending}"
    export_playlist(playlist, file, music, has_whole_paths=has_whole_paths)
    text = file.read_text()
    assert (str(tmp_path) in text) == has_whole_paths
    nameless = [replace(track, title="", artist="") for track in music]
    back, n_missing = imported(file, store, nameless)
    assert ([entry.track_id for entry in back.entries], n_missing) == (["c", "a", "b"], 0)


def test_nothing_is_written_over_and_other_endings_are_refused(tmp_path, store, music):
    file = tmp_path / "x.m3u8"
    file.write_text("a.mp3\n")
    playlist, _ = imported(file, store, music)
    with pytest.raises(BadInput, match="there already"):
        export_playlist(playlist, file, music, has_whole_paths=False)
    with pytest.raises(BadInput, match=r"\.m3u8, \.xspf, \.jspf"):
        export_playlist(playlist, tmp_path / "x.txt", music, has_whole_paths=False)
    with pytest.raises(BadInput, match="cannot be read"):
        imported(tmp_path / "nothing.m3u8", store, music)
    with pytest.raises(BadInput, match="cannot be written"):
        export_playlist(playlist, tmp_path / "no" / "x.m3u8", music, has_whole_paths=False)
