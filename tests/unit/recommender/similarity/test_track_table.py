from pathlib import Path

import numpy as np
import pytest

from recommender.errors import BadArtifact
from recommender.records import Track, TrackId
from recommender.similarity.track_table import TABLE_FILE, TrackTable, same_song
from tests.builders.index import table_of


def track(track_id: str, title: str, artist: str = "", album: str = "", **more: object) -> Track:
    return Track(track_id=TrackId(track_id), title=title, artist=artist, album=album, **more)  # type: ignore[arg-type]


TABLE = table_of(
    [
        track("a", "Blue", "Joni", "Blue", genres=("Folk",), duration_s=183.5),
        track("b", "BLUE (Remastered 2011)", "joni", "Best Of"),
        track("c", "Blue", "Someone Else", "Blue"),
        track("d", "Intro"),
        track("e", "Intro"),
    ]
)


def test_rows_are_found_by_id() -> None:
    assert [TABLE.row(each) for each in ("a", "e", "unknown")] == [0, 4, None]
    assert len(TABLE) == 5


def test_artists_are_the_same_whatever_the_case_and_untagged_ones_are_nobody() -> None:
    codes = TABLE.artist_codes.tolist()
    assert codes[0] == codes[1] != codes[2]
    assert codes[3:] == [-1, -1]


def test_a_track_with_guests_counts_for_its_main_artist() -> None:
    codes = table_of([track("a", "x", "Ann"), track("b", "y", "Ann feat. Bob")]).artist_codes.tolist()
    assert codes[0] == codes[1]


def test_albums_of_one_name_by_two_artists_are_two() -> None:
    codes = TABLE.album_codes.tolist()
    assert len(set(codes[:3])) == 3
    assert codes[3:] == [-1, -1]


def test_recordings_of_one_song_share_a_code_and_untagged_namesakes_do_not() -> None:
    codes = TABLE.song_codes.tolist()
    assert codes[0] == codes[1]
    assert len({codes[0], *codes[2:]}) == 4


@pytest.mark.parametrize(
    ("one", "other"), [("Café del Mar", "cafe del mar"), ("Song [feat. X]", "Song"), ("It's (Live at Y)", "its")]
)
def test_spellings_of_one_title(one: str, other: str) -> None:
    assert same_song(one) == same_song(other)


def test_titles_that_only_look_alike_stay_apart() -> None:
    assert same_song("Part (One)") != same_song("Part (Two)")
    assert same_song("(Remastered)") != ""


def test_a_saved_table_is_the_same_table(tmp_path: Path) -> None:
    TABLE.save(tmp_path)
    loaded = TrackTable.load(tmp_path)
    for name in ("track_ids", "titles", "artists", "albums", "genres"):
        assert getattr(loaded, name) == getattr(TABLE, name)
    for name in ("artist_codes", "album_codes", "song_codes", "durations_s"):
        assert np.array_equal(getattr(loaded, name), getattr(TABLE, name), equal_nan=name == "durations_s")
    assert loaded.row("c") == 2


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    TABLE.save(tmp_path)
    (tmp_path / TABLE_FILE).write_bytes((tmp_path / TABLE_FILE).read_bytes()[:40])
    with pytest.raises(BadArtifact, match="cannot be read"):
        TrackTable.load(tmp_path)
