import gzip

import numpy as np
import pytest

from etl.tables.popularity_table import read_popularity
from recommender.errors import BadInput
from recommender.prediction.popularity.features import NAMES

SMALL = (
    "track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key,loudness,mode,"
    "speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,track_genre"
)
LARGE = (
    ",artist_name,track_name,track_id,popularity,year,genre,danceability,energy,key,loudness,mode,speechiness,"
    "acousticness,instrumentalness,liveness,valence,tempo,duration_ms,time_signature"
)
SOUND = "0.5,0.6,1,-6.5,0,0.1,0.2,0.3,0.4,0.7,120.5"


def small_row(track_id="a", *, popularity="73", explicit="FALSE", genre="pop", sound=SOUND):
    return f"{track_id},First;Second,An Album,A Title,{popularity},200000,{explicit},{sound},4,{genre}"


def written(tmp_path, *lines, name="tracks.csv"):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n")
    return path


def test_the_form_with_genres_and_albums(tmp_path):
    found = read_popularity(written(tmp_path, SMALL, small_row(explicit="TRUE"))).tracks
    assert found.artists == (("First", "Second"),)
    assert (found.titles, found.albums, found.genres) == (("A Title",), ("An Album",), (("pop",),))
    assert found.explicit.tolist() == [1.0]
    assert found.popularity.tolist() == [73.0]
    assert dict(zip(NAMES, found.audio[0].tolist(), strict=True))["duration_ms"] == 200_000
    assert dict(zip(NAMES, found.audio[0].tolist(), strict=True))["tempo"] == 120.5


def test_the_form_of_a_million(tmp_path):
    row = f'0,"Mraz, Jason",I Won\'t Give Up,53QF56,68,2012,acoustic,{SOUND},240166,3'
    found = read_popularity(written(tmp_path, LARGE, row)).tracks
    assert found.artists == (("Mraz, Jason",),)
    assert found.albums == ("",)
    assert np.isnan(found.explicit).all()
    assert found.audio[0, NAMES.index("time_signature")] == 3
    assert found.genres == (("acoustic",),)


def test_a_packed_file(tmp_path):
    path = tmp_path / "tracks.csv.gz"
    path.write_bytes(gzip.compress(f"{SMALL}\n{small_row()}\n".encode()))
    assert len(read_popularity(path).tracks) == 1


def test_a_track_counts_once_with_the_genres_of_all_its_rows(tmp_path):
    rows = (small_row(popularity="73"), small_row("b"), small_row(popularity="10", genre="rock"))
    found = read_popularity(written(tmp_path, SMALL, *rows))
    assert found.tracks.track_ids == ("a", "b")
    assert found.tracks.popularity.tolist() == [73.0, 73.0]
    assert found.tracks.genres == (("pop", "rock"), ("pop",))
    assert (found.n_rows, found.n_duplicates, found.n_bad) == (3, 1, 0)


@pytest.mark.parametrize(
    "bad",
    [
        small_row("", popularity="5"),
        small_row("x", popularity="101"),
        small_row("x", popularity="many"),
        small_row("x", sound=SOUND.replace("0.6", "1.6")),
        small_row("x", sound=SOUND.replace("0.6", "")),
    ],
)
def test_bad_rows_are_left_out_and_counted(tmp_path, bad):
    found = read_popularity(written(tmp_path, SMALL, small_row(), bad))
    assert found.tracks.track_ids == ("a",)
    assert found.n_bad == 1
    assert "1 bad" in found.in_words


def test_a_file_without_a_good_row_is_refused(tmp_path):
    with pytest.raises(BadInput, match="none of 1 rows"):
        read_popularity(written(tmp_path, SMALL, small_row(popularity="-1")))


def test_a_missing_column_is_named(tmp_path):
    path = written(tmp_path, SMALL.replace("tempo,", ""), small_row())
    with pytest.raises(BadInput, match=r"no column tempo"):
        read_popularity(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadInput, match="is not a file"):
        read_popularity(tmp_path / "nothing.csv")
