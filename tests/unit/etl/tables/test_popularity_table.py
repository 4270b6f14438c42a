import gzip

import numpy as np
import pytest

from etl.tables.popularity_table import read_popularity
from recommender.errors import BadInput
from recommender.prediction.sound.audio_features import NAMES

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


@pytest.mark.parametrize("artists", ["First;Second", "\"['First', 'Second']\"", '"[""First"", ""Second""]"'])
def test_artists_in_one_cell(tmp_path, artists):
    path = written(tmp_path, SMALL, small_row().replace("First;Second", artists))
    assert read_popularity(path).tracks.artists == (("First", "Second"),)


def test_a_table_saved_by_a_european_spreadsheet(tmp_path):
    path = tmp_path / "tracks.csv"
    row = small_row().replace("First;Second", "First").replace(",", ";").replace(".", ",")
    path.write_bytes(f"\ufeffsep=;\r\n{SMALL.replace(',', ';')}\r\n{row}\r\n".encode("utf-16"))
    found = read_popularity(path).tracks
    assert dict(zip(NAMES, found.audio[0].tolist(), strict=True))["loudness"] == -6.5
    assert found.popularity.tolist() == [73.0]


def test_the_column_that_keeps_rows_out_is_named_with_a_sample(tmp_path):
    rows = [small_row(str(row), sound=SOUND.replace("0.6", "60 %")) for row in range(3)]
    with pytest.raises(BadInput, match=r"energy is '60 %' in row 1, a number from 0 to 1 is expected \(3 of 3 rows\)"):
        read_popularity(written(tmp_path, SMALL, *rows))
    found = read_popularity(written(tmp_path, SMALL, small_row(), *rows))
    assert "3 bad (energy is '60 %' in row 2" in found.in_words


def test_rows_that_are_cut_off_are_bad_rows(tmp_path):
    found = read_popularity(written(tmp_path, SMALL, small_row(), small_row("b")[:40]))
    assert (found.n_rows, found.n_bad) == (2, 1)


def test_one_column_tells_the_decimal_sign_of_all(tmp_path):
    row = f"a;First;An Album;A Title;73;210.000;FALSE;{SOUND.replace(',', ';').replace('.', ',')};4;pop"
    row = row.replace("-6,5", "-6,746").replace("120,5", "120,502")
    found = read_popularity(written(tmp_path, SMALL.replace(",", ";"), row)).tracks
    sound = dict(zip(NAMES, found.audio[0].tolist(), strict=True))
    assert (sound["loudness"], sound["tempo"], sound["duration_ms"]) == (-6.746, 120.502, 210_000)
