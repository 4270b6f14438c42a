import shutil
import struct
import subprocess

import mutagen
import pytest
from mutagen.aiff import AIFF
from mutagen.apev2 import APEv2
from mutagen.id3 import (
    COMM,
    ID3,
    TALB,
    TCMP,
    TDAT,
    TDOR,
    TDRC,
    TIT2,
    TPE1,
    TPE2,
    TXXX,
    TYER,
)  # fmt: skip
from mutagen.mp4 import MP4
from mutagen.wave import WAVE

from etl.tags.file_tags import read_tags
from tests.builders.audio import make_foreign_sound, make_sound

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg to make and read this format")


def chunk(name, content, order="<I"):
    return name + struct.pack(order, len(content)) + content + b"\0" * (len(content) & 1)


def with_info(path, **texts):
    """Put a LIST INFO chunk behind the samples of a WAV file."""
    body = b"INFO" + b"".join(chunk(name.encode(), text + b"\0") for name, text in texts.items())
    whole = path.read_bytes() + chunk(b"LIST", body)
    path.write_bytes(whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:])


def with_aiff_chunks(path, **texts):
    whole = path.read_bytes() + b"".join(chunk(name.encode(), text, ">I") for name, text in texts.items())
    path.write_bytes(whole[:4] + struct.pack(">I", len(whole) - 8) + whole[8:])


def id3(path, *frames, **how):
    tags = ID3()
    for frame in frames:
        tags.add(frame)
    tags.save(path, **how)


def comments(path, **texts):
    file = mutagen.File(path)
    file.update(texts)
    file.save()


@pytest.mark.parametrize("coding", ["utf-8", "latin-1"])
def test_riff_info_is_read_in_utf8_and_latin1(tmp_path, coding):
    path = make_sound(tmp_path / "a.wav")
    with_info(path, INAM="Déjà".encode(coding), IART=b"Ann", IPRD=b"Alb", ICRD=b"1999", IGNR=b"Rock", ITRK=b"3/9")
    read = read_tags(path)
    assert (read.title, read.artist, read.album, read.genres) == ("Déjà", "Ann", "Alb", ("Rock",))
    assert (str(read.released_on), read.track_number) == ("1999-01-01", 3)


def test_an_id3_chunk_is_stronger_than_riff_info_which_fills_its_gaps(tmp_path):
    path = make_sound(tmp_path / "a.wav")
    with_info(path, INAM=b"Info title", IART=b"Info artist")
    file = WAVE(path)
    file.add_tags()
    file.tags.add(TIT2(text=["Id3 title"]))
    file.save()
    assert (read_tags(path).title, read_tags(path).artist) == ("Id3 title", "Info artist")


def test_a_cut_off_info_chunk_is_no_error(tmp_path):
    path = make_sound(tmp_path / "a.wav")
    with_info(path, INAM=b"A title", IART=b"Ann")
    path.write_bytes(path.read_bytes()[:-9])
    assert read_tags(path).title == "A title"


def test_aiff_text_chunks_are_read(tmp_path):
    path = make_sound(tmp_path / "a.aiff")
    with_aiff_chunks(path, NAME="Größe".encode("latin-1"), AUTH=b"Ann", ANNO=b"said so")
    read = read_tags(path)
    assert (read.title, read.artist, read.others["comment"]) == ("Größe", "Ann", "said so")
    file = AIFF(path)
    file.add_tags()
    file.tags.add(TIT2(text=["Id3 title"]))
    file.save()
    assert (read_tags(path).title, read_tags(path).artist) == ("Id3 title", "Ann")


def test_ape_tags_are_read_where_an_mp3_has_no_others_and_fill_gaps_where_it_has(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    ape = APEv2()
    ape.update({"Title": "Ape", "Artist": ["Ann", "Bob"], "Track": "4/9", "REPLAYGAIN_TRACK_GAIN": "-6.50 dB"})
    ape.save(path)
    read = read_tags(path)
    assert (read.title, read.artists, read.track_number, read.replaygain_db) == ("Ape", ("Ann", "Bob"), 4, -6.5)
    id3(path, TIT2(text=["Id3"]))
    assert (read_tags(path).title, read_tags(path).replaygain_db) == ("Id3", -6.5)


def test_ape_tags_are_stronger_than_the_thirty_letters_of_id3_version_1(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    ape = APEv2()
    ape["Title"] = "A title of more than thirty letters, whole"
    ape.save(path)
    path.write_bytes(path.read_bytes() + b"TAG" + b"A title of more than thirty le".ljust(30, b"\0") + bytes(95))
    assert read_tags(path).title == "A title of more than thirty letters, whole"


@needs_ffmpeg
def test_matroska_tags_are_read(tmp_path):
    wav = make_sound(tmp_path / "a.wav")
    path = tmp_path / "a.mka"
    said = ["-metadata", "title=T", "-metadata", "ARTIST=Ann;Bob", "-metadata", "album=A", "-metadata", "date=20200131"]
    subprocess.run(["ffmpeg", "-v", "error", "-i", wav, *said, path], check=True)
    read = read_tags(path)
    assert (read.title, read.artist, read.album, str(read.released_on)) == ("T", "Ann;Bob", "A", "2020-01-31")


@needs_ffmpeg
def test_id3_and_ape_are_found_around_a_format_that_has_no_tags_of_its_own(tmp_path):
    path = make_foreign_sound(tmp_path / "a.aac")
    id3(path, TIT2(text=["Before"]))
    ape = APEv2()
    ape["Artist"] = "Behind"
    ape.save(path)
    assert (read_tags(path).title, read_tags(path).artist) == ("Before", "Behind")


@needs_ffmpeg
@pytest.mark.parametrize("name", ["REPLAYGAIN_TRACK_GAIN", "replaygain_track_gain", "ReplayGain_Track_Gain"])
def test_names_of_mp4_atoms_are_read_in_any_case(tmp_path, name):
    path = make_foreign_sound(tmp_path / "a.m4a")
    file = MP4(path)
    file[f"----:com.apple.iTunes:{name}"] = [b"-6,50 DB"]
    file["----:com.apple.iTunes:MusicBrainz Album Id"] = [b"0F"]
    file["cpil"] = True
    file["©day"] = ["20200131"]
    file.save()
    read = read_tags(path)
    assert (read.replaygain_db, read.musicbrainz_album_id, read.is_compilation) == (-6.5, "0f", True)
    assert str(read.released_on) == "2020-01-31"


def test_album_ids_flags_and_album_artists_are_read_from_id3_and_vorbis(tmp_path):
    mp3, flac = make_sound(tmp_path / "a.mp3"), make_sound(tmp_path / "a.flac")
    id3(
        mp3, TALB(text=["A"]), TCMP(text=["1"]), TXXX(desc="MusicBrainz Album Id", text=["x1"]),
        TXXX(desc="ALBUM ARTIST", text=["Various Artists"]),
    )  # fmt: skip
    comments(flac, album="A", compilation="1", musicbrainz_albumid="x1", album_artist="Various Artists")
    for path in (mp3, flac):
        read = read_tags(path)
        assert (read.musicbrainz_album_id, read.is_compilation, read.album_artist) == ("x1", True, "Various Artists")
    comments(flac, compilation="0")
    assert not read_tags(flac).is_compilation


@pytest.mark.parametrize("version", [3, 4])
def test_each_of_several_artists_is_kept(tmp_path, version):
    path = make_sound(tmp_path / "a.mp3")
    id3(path, TPE1(text=["Ann", "Bob"]), TPE2(text=["Ann", "Cid"]), v2_version=version, v23_sep=None)
    assert (read_tags(path).artist, read_tags(path).artists) == ("Ann, Bob", ("Ann", "Bob"))
    assert read_tags(path).album_artist == "Ann; Cid"


def test_an_artists_tag_says_who_shares_a_credit(tmp_path):
    flac, mp3 = make_sound(tmp_path / "a.flac"), make_sound(tmp_path / "a.mp3")
    comments(flac, artist="Ann feat. Bob", artists=["Ann", "Bob"])
    id3(mp3, TPE1(text=["Ann feat. Bob"]), TXXX(desc="ARTISTS", text=["Ann; Bob"]))
    for path in (flac, mp3):
        assert (read_tags(path).artist, read_tags(path).artists) == ("Ann feat. Bob", ("Ann", "Bob"))


@pytest.mark.parametrize(
    ("value", "expected"), [("-3342", -8.0546875), ("2048", 13.0), ("-100", 4.609375), ("x", None)]
)
def test_r128_gains_are_in_256ths_of_a_decibel(tmp_path, value, expected):
    path = make_sound(tmp_path / "a.opus")
    comments(path, R128_TRACK_GAIN=value)
    assert read_tags(path).replaygain_db == expected


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        ([TYER(text=["1999"]), TDAT(text=["3101"])], "1999-01-31"),
        ([TYER(text=["c. 1975"])], "1975-01-01"),
        ([TDRC(text=["2005-06-21T07:00:00"])], "2005-06-21"),
        ([TDOR(text=["1985-06"])], "1985-06-01"),
    ],
)
def test_dates_of_id3_are_read(tmp_path, frames, expected):
    path = make_sound(tmp_path / "a.mp3")
    id3(path, *frames, v2_version=3 if isinstance(frames[0], TYER) else 4)
    assert str(read_tags(path).released_on) == expected


@pytest.mark.parametrize(("text", "expected"), [(b"31.01.2020", "2020-01-31"), (b"c. 1975", "1975-01-01")])
def test_dates_that_mutagen_takes_apart_are_read_as_they_were_written(tmp_path, text, expected):
    path = make_sound(tmp_path / "a.mp3")
    frame = b"TDRC" + (len(text) + 1).to_bytes(4, "big") + b"\0\0\x03" + text
    path.write_bytes(b"ID3\x04\0\0" + bytes([0, 0, 0, len(frame)]) + frame + path.read_bytes())
    assert str(read_tags(path).released_on) == expected


def test_a_date_that_is_none_gives_way_to_a_year_and_to_the_original_date(tmp_path):
    path = make_sound(tmp_path / "a.flac")
    comments(path, date="0000", year="1999", originaldate="1985")
    assert str(read_tags(path).released_on) == "1999-01-01"
    comments(path, year="", originaldate="1985-06-01")
    assert str(read_tags(path).released_on) == "1985-06-01"


def test_the_numbers_of_itunes_are_no_comment(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    id3(path, COMM(desc="iTunNORM", lang="eng", text=[" 00000A1B"]), COMM(desc="", lang="eng", text=["nice"]))
    assert read_tags(path).others["comment"] == "nice"
    assert read_tags(path).replaygain_db is None
