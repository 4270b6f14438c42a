import gzip
import zipfile

import pytest

from etl.tables.text_files import as_utf8, encoding_of, table_file, text_files
from recommender.errors import BadInput


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_becomes_utf8(encoding):
    text = 'artist,title\nBjörk,"Café \u2013 007"\n'
    assert as_utf8(text.encode(encoding)).decode() == text


def test_bytes_that_windows_does_not_know_are_latin_1():
    assert as_utf8("Caf\xe9 \x81".encode("latin-1")).decode() == "Caf\xe9 \x81"


def test_a_damaged_byte_does_not_change_the_others():
    assert as_utf8("Björk, Sigur Rós, ".encode() + b"\xff").decode() == "Björk, Sigur Rós, \ufffd"


def test_a_letter_over_the_edge_of_a_chunk_is_whole():
    assert encoding_of([b"a\xc3", b"\xa9"]).name == "utf-8"


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_the_one_file_of_a_zip_is_the_table(tmp_path):
    path = zipped(tmp_path / "kaggle.zip", {"data/charts.csv": "a,b\n", "__MACOSX/charts.csv": "x"})
    assert table_file(path).content() == b"a,b\n"


def test_a_zip_of_several_tables_is_refused_with_their_names(tmp_path):
    with pytest.raises(BadInput, match=r"zip of 2 files \(a/one.csv, b/two.csv\)"):
        table_file(zipped(tmp_path / "two.zip", {"a/one.csv": "", "b/two.csv": ""}))


def test_a_workbook_is_named(tmp_path):
    with pytest.raises(BadInput, match="Excel workbook; save its sheet as CSV"):
        table_file(zipped(tmp_path / "plays.xlsx", {"xl/workbook.xml": "<x/>"}))


@pytest.mark.parametrize("content", [gzip.compress(b"a,b\n" * 99, mtime=0)[:-12], b"PK\x03\x04 broken"])
def test_a_packed_file_that_breaks_off_is_refused(tmp_path, content):
    path = tmp_path / "broken"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="broken"):
        [file.content() for file in text_files(path)]


def test_a_folder_is_no_table(tmp_path):
    with pytest.raises(BadInput, match="is a folder"):
        table_file(tmp_path)
