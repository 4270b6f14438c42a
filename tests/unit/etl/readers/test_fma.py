import gzip
import shutil
from datetime import date

import pytest

from etl.locations import file_path
from etl.readers.fma import read_fma
from etl.readers.fma_genres import read_genres
from recommender.errors import BadInput

GENRES = "genre_id,#tracks,parent,title,top_level\n21,9,0,Hip-Hop,21\n100,9,21,Alternative Hip-Hop,21\n12,9,0,Rock,12\n"
COLUMNS = [
    ("album", "title"), ("album", "date_released"), ("artist", "name"), ("track", "genre_top"), ("track", "genres"),
    ("track", "license"), ("track", "listens"), ("track", "number"), ("track", "title"),
]  # fmt: skip
ROW_2 = ["Life", "2009-01-05 00:00:00", "AWOL", "Hip-Hop", "[100, 12]", "CC BY", "1293", "3", '"Food"']


def table(*rows):
    header = [",".join(["", *column]) for column in zip(*COLUMNS, strict=True)] + ["track_id" + "," * len(COLUMNS)]
    return "\n".join([*header, *rows]) + "\n"


def row(track_id, cells=ROW_2):
    return ",".join([track_id, *(f'"{cell}"' if "," in cell else cell for cell in cells)])


@pytest.fixture
def fma(tmp_path):
    metadata, audio = tmp_path / "fma_metadata", tmp_path / "fma_small"
    metadata.mkdir()
    (metadata / "genres.csv").write_text(GENRES)
    for name in ("000/000002.mp3", "000/000005.mp3", "155/155320.mp3"):
        path = audio / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return audio, metadata


def test_a_row_describes_its_clip(fma):
    audio, metadata = fma
    (metadata / "tracks.csv").write_text(table(row("2")))
    found = {file.track_id: file for file in read_fma(audio, metadata).files}["2"]
    assert file_path(found.url) == audio / "000" / "000002.mp3"
    assert (found.tags.title, found.tags.artist, found.tags.album) == ("Food", "AWOL", "Life")
    assert found.tags.genres == ("Alternative Hip-Hop", "Hip-Hop", "Rock")
    assert (found.tags.track_number, found.tags.released_on, found.tags.licence) == (3, date(2009, 1, 5), "CC BY")
    assert found.tags.others == {"fma_listens": "1293"}


def test_who_wrote_and_produced_a_clip_is_kept_under_our_names(fma, monkeypatch):
    audio, metadata = fma
    made_by = [("track", "composer"), ("track", "lyricist"), ("album", "producer")]
    monkeypatch.setitem(globals(), "COLUMNS", COLUMNS + made_by)
    (metadata / "tracks.csv").write_text(table(row("2", [*ROW_2, "Ann", "Bob", "Pia; Quin"])))
    found = {file.track_id: file for file in read_fma(audio, metadata).files}["2"]
    assert found.tags.others == {"fma_listens": "1293", "composer": "Ann", "writer": "Bob", "producer": "Pia; Quin"}


def test_rows_without_audio_and_audio_without_a_row_are_counted(fma):
    audio, metadata = fma
    (metadata / "tracks.csv").write_text(table(row("2"), row("5"), row("6"), row("7")))
    listing = read_fma(audio, metadata)
    assert listing.notes == {"rows without audio": 2, "audio without a row": 1, "rows cut off": 0}
    assert sorted(file.track_id for file in listing.files) == ["155320", "2", "5"]


@pytest.mark.parametrize("kept_share", [0.1, 0.5, 0.95])
def test_a_row_that_is_cut_off_is_counted_and_left_out(fma, kept_share):
    audio, metadata = fma
    last = row("155320")
    (metadata / "tracks.csv").write_text(table(row("2")) + last[: int(len(last) * kept_share)])
    listing = read_fma(audio, metadata)
    assert listing.notes["rows cut off"] == 1
    assert listing.remarks[0].startswith("tracks.csv line 5")
    assert {file.track_id: file.tags is not None for file in listing.files} == {
        "2": True,
        "5": False,
        "155320": False,
    }


def test_a_row_cut_off_inside_quotes_is_left_out(fma):
    audio, metadata = fma
    (metadata / "tracks.csv").write_text(table(row("2")) + '5,"a story that never en')
    assert read_fma(audio, metadata).notes["rows cut off"] == 1


def test_genres_know_their_parents_and_survive_a_circle(tmp_path):
    path = tmp_path / "genres.csv"
    path.write_text(GENRES + "7,1,8,A,7\n8,1,7,B,7\n")
    tree = read_genres(path)
    assert tree.with_parents([100]) == ("Alternative Hip-Hop", "Hip-Hop")
    assert tree.with_parents([7, 999]) == ("A", "B")


@pytest.mark.parametrize("missing", ["tracks.csv", "genres.csv"])
def test_a_missing_table_is_bad_input(fma, missing):
    audio, metadata = fma
    (metadata / "tracks.csv").write_text(table(row("2")))
    (metadata / missing).unlink()
    with pytest.raises(BadInput, match=missing):
        read_fma(audio, metadata)


def test_a_table_without_the_three_header_rows_is_bad_input(fma):
    audio, metadata = fma
    (metadata / "tracks.csv").write_text("track_id,title\n2,Food\n")
    with pytest.raises(BadInput, match="three header rows"):
        read_fma(audio, metadata)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_tables_in_other_encodings_and_packed_are_read_alike(fma, encoding, pack):
    audio, metadata = fma
    for name, text in (("tracks.csv", table(row("2")).replace("Food", "Caf\xe9")), ("genres.csv", GENRES)):
        (metadata / name).write_text(text)
    expected = read_fma(audio, metadata)
    for name in ("tracks.csv", "genres.csv"):
        (metadata / name).write_bytes(pack((metadata / name).read_text().encode(encoding)))
    assert read_fma(audio, metadata) == expected
    assert "Caf\xe9" in {file.tags.title for file in expected.files if file.tags}


@pytest.mark.parametrize("name", ["tracks.csv", "genres.csv"])
@pytest.mark.parametrize("content", [gzip.compress(GENRES.encode() * 99)[:-12], bytes(range(256)), b""])
def test_damaged_tables_are_bad_input(fma, name, content):
    audio, metadata = fma
    (metadata / "tracks.csv").write_text(table(row("2")))
    (metadata / name).write_bytes(content)
    with pytest.raises(BadInput, match=name):
        read_fma(audio, metadata)


def test_the_real_head_of_the_table_is_read(tmp_path, shared_data):
    source = shared_data / "data" / "fma"
    shutil.copy(source / "metadata" / "tracks_head_full_schema.csv", tmp_path / "tracks.csv")
    shutil.copy(source / "metadata" / "genres.csv", tmp_path / "genres.csv")
    listing = read_fma(source / "fma_small", tmp_path)
    assert listing.notes["rows cut off"] == 1
    assert listing.notes["audio without a row"] == 0
    food = {file.track_id: file.tags for file in listing.files}["2"]
    assert (food.title, food.artist, food.album) == ("Food", "AWOL", "AWOL - A Way Of Life")
    assert food.genres == ("Hip-Hop",)
    assert food.licence.startswith("Attribution-NonCommercial-ShareAlike 3.0")
