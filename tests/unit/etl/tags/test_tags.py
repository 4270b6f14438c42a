import base64
import shutil
from datetime import date

import mutagen
import pytest
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, RVA2, TALB, TCON, TDRC, TIT2, TPE1, TPE2, TPOS, TRCK, TXXX, WCOP
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggvorbis import OggVorbis

from etl.locations import file_url
from etl.tags.covers import embedded_cover, folder_cover, read_cover
from etl.tags.file_tags import read_tags
from etl.tags.folder_covers import folder_cover_name
from etl.tags.tags import MAX_TEXT_LENGTH, Tags, clean_genres, clean_text
from etl.tags.values import as_date, as_gain, as_number, as_place
from tests.builders.audio import make_foreign_sound, make_sound

PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
JPEG = b"\xff\xd8\xff\xe0" + bytes(50)
EXPECTED = Tags(
    title="Food",
    artist="AWOL",
    album="A Way Of Life",
    album_artist="Various",
    genres=("Hip-Hop", "Rap"),
    track_number=3,
    disc_number=1,
    released_on=date(2009, 1, 5),
    licence="CC BY 4.0",
    replaygain_db=-6.5,
    has_picture=True,
)


def png_picture():
    picture = Picture()
    picture.type, picture.mime, picture.data = 3, "image/png", PNG
    return picture


def tag_mp3(path):
    tags = ID3()
    for frame in (
        TIT2(text=["Food"]), TPE1(text=["AWOL"]), TALB(text=["A Way Of Life"]), TPE2(text=["Various"]),
        TCON(text=["Hip-Hop", "Rap"]), TRCK(text=["3/12"]), TPOS(text=["1/1"]), TDRC(text=["2009-01-05"]),
        WCOP(url="CC BY 4.0"), TXXX(desc="replaygain_track_gain", text=["-6.50 dB"]),
        APIC(mime="image/png", type=3, desc="", data=PNG),
    ):  # fmt: skip
        tags.add(frame)
    tags.save(path)


VORBIS = {
    "title": "Food", "artist": "AWOL", "album": "A Way Of Life", "albumartist": "Various", "genre": ["Hip-Hop", "Rap"],
    "tracknumber": "3", "discnumber": "1", "date": "2009-01-05", "license": "CC BY 4.0",
    "replaygain_track_gain": "-6.50 dB",
}  # fmt: skip


def tag_flac(path):
    file = FLAC(path)
    file.update(VORBIS)
    file.add_picture(png_picture())
    file.save()


def tag_ogg(path):
    file = OggVorbis(path)
    file.update(VORBIS)
    file["metadata_block_picture"] = [base64.b64encode(png_picture().write()).decode()]
    file.save()


def tag_m4a(path):
    file = MP4(path)
    file.update({
        "©nam": ["Food"], "©ART": ["AWOL"], "©alb": ["A Way Of Life"], "aART": ["Various"], "©gen": ["Hip-Hop", "Rap"],
        "trkn": [(3, 12)], "disk": [(1, 1)], "©day": ["2009-01-05"], "----:com.apple.iTunes:LICENSE": [b"CC BY 4.0"],
        "----:com.apple.iTunes:replaygain_track_gain": [b"-6.50 dB"], "covr": [MP4Cover(PNG, MP4Cover.FORMAT_PNG)],
    })  # fmt: skip
    file.save()


@pytest.mark.parametrize(
    ("suffix", "tag"),
    [("mp3", tag_mp3), ("flac", tag_flac), ("ogg", tag_ogg), ("m4a", tag_m4a)],
    ids=["mp3", "flac", "ogg", "m4a"],
)
def test_the_same_tags_are_read_from_every_format(tmp_path, suffix, tag):
    if suffix == "m4a" and not shutil.which("ffmpeg"):
        pytest.skip("needs ffmpeg to make an M4A")
    path = (make_foreign_sound if suffix == "m4a" else make_sound)(tmp_path / f"a.{suffix}")
    tag(path)
    assert read_tags(path) == EXPECTED
    cover = embedded_cover(path)
    assert (cover.content, cover.mime) == (PNG, "image/png")


def test_a_file_without_tags_says_nothing(tmp_path):
    assert read_tags(make_sound(tmp_path / "a.mp3")) == Tags()
    assert embedded_cover(tmp_path / "a.mp3") is None


def test_something_that_is_no_audio_says_nothing(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(b"hello " * 100)
    assert read_tags(path).title == ""


def test_damaged_tags_are_told_and_not_fatal(tmp_path):
    path = tmp_path / "a.flac"
    path.write_bytes(b"fLaC" + bytes(100))
    assert "tags_unreadable" in read_tags(path).others


@pytest.mark.parametrize("cut", [20, 60, 200, 1000])
def test_tags_cut_off_anywhere_do_not_raise(tmp_path, cut):
    for suffix, tag in (("mp3", tag_mp3), ("flac", tag_flac), ("ogg", tag_ogg)):
        path = make_sound(tmp_path / f"{cut}.{suffix}")
        tag(path)
        path.write_bytes(path.read_bytes()[:cut])
        read_tags(path)
        embedded_cover(path)


def test_nuls_control_characters_and_megabytes_are_cleaned(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(TIT2(encoding=3, text=["Fo\x07od\n\u2028 x\u0301\x1b"]))
    tags.add(TPE1(encoding=3, text=["A" * 3_000_000]))
    tags.add(TCON(encoding=3, text=["Rock\0Pop;Jazz", "Rock"]))
    tags.save(path)
    read = read_tags(path)
    assert read.title == "Fo od x\u0301"
    assert len(read.artist) == MAX_TEXT_LENGTH
    assert read.genres == ("Rock", "Pop", "Jazz")


def test_a_wrong_encoding_yields_some_text_that_can_be_stored(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    cp1251 = "Музыка".encode("cp1251")
    body = b"\x03" + cp1251  # says UTF-8
    frame = b"TIT2" + len(body).to_bytes(4, "big") + b"\0\0" + body
    path.write_bytes(b"ID3\x04\0\0" + bytes([0, 0, 0, len(frame)]) + frame + path.read_bytes())
    read_tags(path).title.encode("utf-8")


def test_replaygain_is_read_from_rva2_and_opus(tmp_path):
    mp3 = make_sound(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(RVA2(desc="track", channel=1, gain=-3.25, peak=0.9))
    tags.save(mp3)
    assert read_tags(mp3).replaygain_db == -3.25
    opus = make_sound(tmp_path / "a.opus")
    file = mutagen.File(opus)
    file["r128_track_gain"] = "-512"
    file.save()
    assert read_tags(opus).replaygain_db == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2009-01-05", date(2009, 1, 5)), ("2009-01-05 00:00:00", date(2009, 1, 5)), ("1999", date(1999, 1, 1)),
        ("2001/02", date(2001, 2, 1)), ("2009-13-40", date(2009, 1, 1)), ("0000", None),
        ("yesterday", None), ("", None), ("2009-00-00", date(2009, 1, 1)), ("20200131", date(2020, 1, 31)),
        ("20201350", date(2020, 1, 1)), ("202006", date(2020, 6, 1)), ("31.01.2020", date(2020, 1, 31)),
        ("01/31/2020", date(2020, 1, 31)), ("05/06/2020", date(2020, 1, 1)), ("1975?", date(1975, 1, 1)),
        ("c. 1975", date(1975, 1, 1)), ("\u00a91975", date(1975, 1, 1)), ("1965-1969", date(1965, 1, 1)),
        ("2005-06-21T07:00:00Z", date(2005, 6, 21)), ("1985-06", date(1985, 6, 1)), ("2020-031", date(2020, 1, 1)),
        ("31 Jan 2020", date(2020, 1, 31)), ("January 31st, 2020", date(2020, 1, 31)),
        ("2020\u5e741\u670831\u65e5", date(2020, 1, 31)), ("0031-01-20", None), ("9999", None),
    ],
)  # fmt: skip
def test_dates_are_read_as_far_as_they_go(text, expected):
    assert as_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("3/12", 3), ("07", 7), ("0", None), ("A1", None), ("", None), ("9" * 30, None)]
)
def test_numbers_are_read_from_their_beginning(text, expected):
    assert as_number(text) == expected


@pytest.mark.parametrize(
    ("track", "disc", "expected"),
    [
        ("3/12", "1/2", (1, 3)), ("A1", "", (1, 1)), ("b2", "", (2, 2)), ("B", "", (2, 1)), ("A1/12", "", (1, 1)),
        ("A1", "2", (3, 1)), ("C1", "2", (3, 1)), ("2-05", "", (2, 5)), ("4", "B", (2, 4)), ("", "", (None, None)),
        ("Intro", "", (None, None)),
    ],
)  # fmt: skip
def test_sides_of_a_record_count_as_discs(track, disc, expected):
    assert as_place(track, disc) == expected


@pytest.mark.parametrize(("text", "expected"), [("-6.5 dB", -6.5), ("+1,25", 1.25), ("loud", None), ("", None)])
def test_gains_are_decibels(text, expected):
    assert as_gain(text) == expected


def test_halves_of_characters_are_replaced():
    assert clean_text("a\udcffb") == "a?b"
    assert clean_genres(["\0; ;"]) == ()


def test_what_the_catalogue_says_wins_and_gaps_are_filled():
    own = Tags(title="file", artist="file", track_number=7, others={"a": "file", "b": "file"})
    row = Tags(title="row", others={"b": "row"})
    assert row.over(own) == Tags(title="row", artist="file", track_number=7, others={"a": "file", "b": "row"})


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.mp3", "Front.PNG", "Cover.JPG"], "Cover.JPG"),
        (["folder.jpeg", "front.jpg"], "folder.jpeg"),
        (["back.jpg", "cover.txt", "cover"], None),
    ],
)
def test_the_cover_of_a_folder_is_chosen_by_name(names, expected):
    assert folder_cover_name(names) == expected


def test_a_cover_is_what_its_bytes_say(tmp_path):
    path = tmp_path / "cover.png"
    path.write_bytes(JPEG)
    assert folder_cover(path).mime == "image/jpeg"
    assert read_cover("file:///gone.mp3", file_url(path)).content == JPEG
    path.write_bytes(b"<html>")
    assert folder_cover(path) is None
    assert folder_cover(tmp_path / "gone.png") is None
    assert read_cover("file:///gone.mp3", "embedded") is None
    assert read_cover("file:///gone.mp3", "") is None
