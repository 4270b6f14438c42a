import shutil
import struct

import mutagen
import pytest
from mutagen.apev2 import APEv2
from mutagen.id3 import APIC, ID3, TIT2, TPE1

from etl.ingest.identity import audio_identity
from recommender.errors import BadAudio
from tests.builders.audio import make_foreign_sound, make_sound

FORMATS = ["mp3", "flac", "ogg", "opus", "wav", "aiff"]
FOREIGN = ["m4a", "wma", "wv"]
"""Made by ffmpeg."""
HUGE = "x" * 100_000
"""Longer than a page of Ogg, so that the pages after it are numbered anew."""


@pytest.fixture(params=[*FORMATS, *FOREIGN])
def sound(request, tmp_path):
    path = tmp_path / f"a.{request.param}"
    if request.param in FORMATS:
        return make_sound(path)
    if not shutil.which("ffmpeg"):
        pytest.skip(f"needs ffmpeg to make a .{request.param}")
    return make_foreign_sound(path)


def retag(path, title):
    file = mutagen.File(path, easy=path.suffix in (".mp3", ".m4a"))
    if file.tags is None:
        file.add_tags()
    if isinstance(file.tags, ID3):
        file.tags.add(TIT2(encoding=3, text=[title]))
    else:
        file.tags["title"] = [title]
    file.save()


def test_a_retagged_file_keeps_its_identity(sound):
    before, bytes_before = audio_identity(sound), sound.read_bytes()
    for title in ("Food", HUGE, ""):
        retag(sound, title)
        assert sound.read_bytes() != bytes_before
        assert audio_identity(sound) == before


def test_a_copied_file_has_the_same_identity(sound):
    copy = sound.with_name(f"other{sound.suffix}")
    copy.write_bytes(sound.read_bytes())
    assert audio_identity(copy) == audio_identity(sound)


def test_another_sound_has_another_identity(tmp_path):
    names = [f"{seed}.{suffix}" for seed in (1, 2) for suffix in FORMATS]
    ids = {audio_identity(make_sound(tmp_path / name, seed=int(name[0]))) for name in names}
    assert len(ids) == len(names)


def test_every_kind_of_tag_around_mp3_is_left_out(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    bare = audio_identity(path)
    ape = APEv2()
    ape["Title"] = "in an APE tag"
    ape.save(path)
    assert audio_identity(path) == bare
    tags = ID3()
    tags.add(TPE1(encoding=3, text=["someone"]))
    tags.add(APIC(encoding=3, mime="image/png", type=3, desc="", data=bytes(200_000)))
    tags.save(path, v1=2)
    assert path.read_bytes()[-128:-125] == b"TAG"
    assert audio_identity(path) == bare


def test_a_wav_with_further_chunks_keeps_its_identity(tmp_path):
    path = make_sound(tmp_path / "a.wav")
    bare = audio_identity(path)
    content = path.read_bytes()
    path.write_bytes(content[:12] + b"LIST" + struct.pack("<I", 5) + b"INFO!\0" + content[12:] + b"junk")
    assert audio_identity(path) == bare


@pytest.mark.parametrize("content", [b"", b"ID3\x04\0\0\0\0\0\x0a" + bytes(10)], ids=["nothing", "only tags"])
def test_a_file_without_sound_data_is_empty(tmp_path, content):
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with pytest.raises(BadAudio) as error:
        audio_identity(path)
    assert error.value.reason == "empty"


def test_a_file_that_vanished_says_so(tmp_path):
    with pytest.raises(BadAudio) as error:
        audio_identity(tmp_path / "gone.mp3")
    assert error.value.reason == "missing"


def test_a_file_that_may_not_be_read_says_so(tmp_path, monkeypatch):
    path = make_sound(tmp_path / "a.mp3")

    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("etl.ingest.identity.Path.open", refuse)  # chmod does not stop root
    with pytest.raises(BadAudio) as error:
        audio_identity(path)
    assert error.value.reason == "permission denied"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_damaged_container_still_has_an_identity(tmp_path, suffix):
    whole = make_sound(tmp_path / f"a.{suffix}").read_bytes()
    for cut in (5, 17, 40, 100, len(whole) // 2, len(whole) - 1):
        path = tmp_path / f"{cut}.{suffix}"
        path.write_bytes(whole[:cut])
        try:
            assert len(audio_identity(path)) == 32
        except BadAudio as error:
            assert error.reason == "empty"  # noqa: PT017 - both are right, by where the cut falls
