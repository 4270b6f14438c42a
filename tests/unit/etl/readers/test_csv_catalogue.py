import gzip
from datetime import date

import pytest

from etl.locations import file_path
from etl.readers.csv_catalogue import read_csv
from etl.tags.tags import Tags
from recommender.errors import BadInput

HEADER = "path,title,artist,album,genres,track_number,released_on,mood\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("a.mp3", "b.mp3", "c, d.mp3"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def write(folder, text):
    path = folder / "tracks.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_row_describes_the_file_beside_the_csv(folder):
    listing = read_csv(write(folder, HEADER + "a.mp3,Food,AWOL,Life,Hip-Hop;Rap,3,2009-01-05,calm\n"))
    (found,) = listing.files
    assert file_path(found.url) == folder / "a.mp3"
    assert found.tags == Tags(
        title="Food",
        artist="AWOL",
        album="Life",
        genres=("Hip-Hop", "Rap"),
        track_number=3,
        released_on=date(2009, 1, 5),
        others={"mood": "calm"},
    )


def test_absolute_paths_quotes_and_a_byte_order_mark_are_read(folder):
    listing = read_csv(write(folder, f'\ufeffPath,Title\n{folder}/a.mp3,"x, ""y"""\n"c, d.mp3",z\n'))
    assert [file.tags.title for file in listing.files] == ['x, "y"', "z"]


def test_a_name_that_is_not_utf8_is_found(folder):
    (folder / "\udcff.mp3").write_bytes(b"x")
    (found,) = read_csv(write(folder, b"path,title\n\xff.mp3,\xff\n")).files
    assert found.tags.title == "?"


def test_bad_rows_are_told_with_their_line_and_the_others_read(folder):
    text = HEADER + "a.mp3,too,few\n\n,no,path,,,,,\ngone.mp3,Gone,,,,,,\nb.mp3,Good,,,,,,\n"
    listing = read_csv(write(folder, text))
    assert [file.tags.title for file in listing.files] == ["Good"]
    assert [remark.partition(":")[0] for remark in listing.remarks] == ["line 2", "line 4", "line 5"]
    assert "gone.mp3" in listing.remarks[2]
    assert listing.notes == {"rows without audio": 1, "bad rows": 2}
    assert [file_path(url).name for url in listing.absent] == ["gone.mp3"]


def test_many_bad_rows_are_counted_and_not_all_told(folder):
    listing = read_csv(write(folder, HEADER + "short\n" * 50))
    assert listing.notes["bad rows"] == 50
    assert listing.remarks[-1] == "... and 30 more rows like these"


def test_a_folder_in_a_row_is_rejected(folder):
    (folder / "album").mkdir()
    listing = read_csv(write(folder, "path\nalbum\n"))
    assert [each.reason for each in listing.rejected] == ["is a directory"]


def test_a_changed_row_describes_the_file_anew(folder):
    before = read_csv(write(folder, "path,title\na.mp3,Old\n")).files[0]
    after = read_csv(write(folder, "path,title\na.mp3,New\n")).files[0]
    assert before.described_by != after.described_by


@pytest.mark.parametrize("text", ["", "title,artist\nx,y\n"], ids=["empty", "no path column"])
def test_a_csv_without_a_path_column_is_bad_input(folder, text):
    with pytest.raises(BadInput, match="path"):
        read_csv(write(folder, text))


def test_a_csv_that_is_not_there_is_bad_input(folder):
    with pytest.raises(BadInput, match=r"gone\.csv"):
        read_csv(folder / "gone.csv")


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_other_delimiters_and_encodings(folder, delimiter, encoding):
    path = folder / "list.csv"
    path.write_bytes(f"path{delimiter}title\na.mp3{delimiter}Déjà, vu\n".encode(encoding))
    assert [file.tags.title for file in read_csv(path).files] == ["Déjà, vu"]


def test_a_packed_catalogue_is_read(folder):
    path = folder / "tracks.csv.gz"
    path.write_bytes(gzip.compress(b"path,title\na.mp3,One\n"))
    assert [file.tags.title for file in read_csv(path).files] == ["One"]
    path.write_bytes(gzip.compress(b"path,title\na.mp3,One\n")[:-12])
    with pytest.raises(BadInput, match="copy or export it again"):
        read_csv(path)
