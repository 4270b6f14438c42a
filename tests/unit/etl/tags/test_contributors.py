"""Composers, writers, producers and labels, in every format that holds them."""

import shutil
import struct
import subprocess

import mutagen
import pytest
from mutagen.apev2 import APEv2
from mutagen.asf import ASF
from mutagen.id3 import ID3, IPLS, TCOM, TEXT, TIPL, TPRO, TPUB, TXXX
from mutagen.mp4 import MP4

from etl.tags.file_tags import read_tags
from tests.builders.audio import make_foreign_sound, make_sound

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg to make this format")
EXPECTED = {
    "composer": "Clara Wieck; Cid",
    "writer": "Wim Lee; Xia",
    "producer": "Pia; Quin",
    "label": "Rec; Sub",
}


def id3(path, *frames, **how):
    tags = ID3()
    for frame in frames:
        tags.add(frame)
    tags.save(path, **how)


def comments(path, **texts):
    file = mutagen.File(path)
    file.update(texts)
    file.save()


def test_id3_says_them_in_frames_and_in_its_list_of_people(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    people = [["producer", "Pia"], ["engineer", "Eve"], ["Co-Producer", "Quin"], ["lyricist", "Xia"]]
    id3(
        path, TCOM(text=["Clara Wieck", "Cid"]), TEXT(text=["Wim Lee"]), TIPL(people=people),
        TPUB(text=["Rec", "Sub"]), TPRO(text=["2020 Owner of the rights"]),
    )  # fmt: skip
    assert read_tags(path).others == EXPECTED


def test_id3_version_2_3_joins_by_slashes_and_calls_its_list_otherwise(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    id3(
        path, TCOM(text=["Clara Wieck", "Cid Ray"]), TEXT(text=["Wim Lee"]), TPUB(text=["AC/DC Records"]),
        IPLS(people=[["producer", "Pia"], ["mix", "Max"], ["producer", "Quin"]]), v2_version=3, v23_sep="/",
    )  # fmt: skip
    assert read_tags(path).others == {
        "composer": "Clara Wieck; Cid Ray", "writer": "Wim Lee", "producer": "Pia; Quin", "label": "AC/DC Records",
    }  # fmt: skip


def test_frames_with_names_of_their_own_are_read(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    id3(
        path, TXXX(desc="COMPOSER", text=["Clara Wieck", "Cid"]), TXXX(desc="Lyricist", text=["Wim Lee"]),
        TXXX(desc="Writer", text=["Xia"]), TXXX(desc="PRODUCER", text=["Pia; Quin"]),
        TXXX(desc="LABEL", text=["Rec / Sub"]),
    )  # fmt: skip
    assert read_tags(path).others == EXPECTED


@pytest.mark.parametrize("suffix", ["flac", "ogg", "opus"])
def test_vorbis_comments_say_each_as_often_as_there_are_names(tmp_path, suffix):
    path = make_sound(tmp_path / f"a.{suffix}")
    comments(
        path, COMPOSER=["Clara Wieck", "Cid"], LYRICIST=["Wim Lee"], WRITER=["Xia", "wim lee"],
        PRODUCER=["Pia", "Quin"], LABEL=["Rec", "Sub"], PUBLISHER=["Publisher of sheets"],
    )  # fmt: skip
    assert read_tags(path).others == EXPECTED


@pytest.mark.parametrize("name", ["ORGANIZATION", "PUBLISHER"])
def test_a_label_is_read_under_the_other_names_where_it_has_none_of_its_own(tmp_path, name):
    path = make_sound(tmp_path / "a.flac")
    comments(path, **{name: "Rec"})
    assert read_tags(path).others == {"label": "Rec"}


def test_the_words_that_are_sung_are_no_writer(tmp_path):
    path = make_sound(tmp_path / "a.flac")
    comments(path, TEXT="La la la", LYRICS="La la la")
    assert read_tags(path).others == {}


def test_ape_tags_say_them(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    ape = APEv2()
    ape.update({
        "Composer": ["Clara Wieck", "Cid"], "Lyricist": ["Wim Lee", "Xia"], "Producer": ["Pia", "Quin"],
        "Label": ["Rec", "Sub"],
    })  # fmt: skip
    ape.save(path)
    assert read_tags(path).others == EXPECTED


@needs_ffmpeg
def test_mp4_says_them_in_atoms_and_under_names_of_its_own(tmp_path):
    path = make_foreign_sound(tmp_path / "a.m4a")
    file = MP4(path)
    file.update({
        "©wrt": ["Clara Wieck", "Cid"], "----:com.apple.iTunes:LYRICIST": [b"Wim Lee", b"Xia"], "©prd": ["Quin"],
        "----:com.apple.iTunes:PRODUCER": [b"Pia"], "----:com.apple.iTunes:LABEL": [b"Rec", b"Sub"],
    })  # fmt: skip
    file.save()
    assert {kind: read_tags(path).others.get(kind) for kind in EXPECTED} == EXPECTED


@needs_ffmpeg
def test_wma_says_them(tmp_path):
    path = make_foreign_sound(tmp_path / "a.wma")
    file = ASF(path)
    file.update({
        "WM/Composer": ["Clara Wieck", "Cid"], "WM/Writer": ["Wim Lee", "Xia"], "WM/Producer": ["Pia", "Quin"],
        "WM/Publisher": ["Rec", "Sub"],
    })  # fmt: skip
    file.save()
    assert {kind: read_tags(path).others.get(kind) for kind in EXPECTED} == EXPECTED


@needs_ffmpeg
def test_matroska_says_them(tmp_path):
    wav = make_sound(tmp_path / "a.wav")
    path = tmp_path / "a.mka"
    said = {"COMPOSER": "Clara Wieck;Cid", "WRITTEN_BY": "Wim Lee; Xia", "PRODUCER": "Pia;Quin", "LABEL": "Rec;Sub"}
    options = [word for name, text in said.items() for word in ("-metadata", f"{name}={text}")]
    subprocess.run(["ffmpeg", "-v", "error", "-i", wav, *options, path], check=True)
    assert {kind: read_tags(path).others.get(kind) for kind in EXPECTED} == EXPECTED


def test_the_chunks_of_a_wav_file_say_them(tmp_path):
    path = make_sound(tmp_path / "a.wav")
    texts = {b"IMUS": b"Clara Wieck;Cid", b"IWRI": b"Wim Lee;Xia", b"IPRO": b"Pia;Quin", b"IPUB": b"Rec;Sub"}
    ended = {name: text + b"\0" * (2 - len(text) % 2) for name, text in texts.items()}
    body = b"INFO" + b"".join(name + struct.pack("<I", len(text)) + text for name, text in ended.items())
    whole = path.read_bytes() + b"LIST" + struct.pack("<I", len(body)) + body
    path.write_bytes(whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:])
    assert read_tags(path).others == EXPECTED


def test_a_list_of_people_without_roles_or_names_is_no_error(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    id3(path, TIPL(people=[["", "Nobody"], ["producer", ""], ["title", "No title"]]))
    assert (read_tags(path).others, read_tags(path).title) == ({}, "")
