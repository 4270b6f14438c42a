"""Small files whose tags have hundreds of thousands of parts are told by counting, not by reading."""

import shutil
import struct

import pytest
from mutagen.id3 import ID3, TXXX

from etl.containers.tag_bounds import TooManyTags, require_bounded_tags
from etl.decode.decode import decode
from etl.ingest.identity import audio_identity
from etl.tags.covers import embedded_cover
from etl.tags.file_tags import read_tags
from tests.builders.audio import make_sound

N_PARTS = 30_000


def flac_with(path, *blocks):
    content = make_sound(path).read_bytes()
    at = 4
    while not content[at] & 0x80:
        at += 4 + int.from_bytes(content[at + 1 : at + 4], "big")
    frames = content[at + 4 + int.from_bytes(content[at + 1 : at + 4], "big") :]
    path.write_bytes(b"fLaC\0" + content[5:42] + b"".join(blocks) + b"\x81\0\0\0" + frames)
    return path


def blocks(tmp_path):
    return flac_with(tmp_path / "a.flac", b"\x01\0\0\0" * N_PARTS)


def comments(tmp_path):
    block = struct.pack("<I", 0) + struct.pack("<I", N_PARTS) + (struct.pack("<I", 3) + b"a=b") * N_PARTS
    return flac_with(tmp_path / "a.flac", b"\x04" + len(block).to_bytes(3, "big") + block)


def frames(tmp_path):
    path = make_sound(tmp_path / "a.mp3")
    tags = ID3()
    for number in range(2500):
        tags.add(TXXX(desc=str(number), text="x"))
    tags.save(path)
    return path


def chunks(tmp_path):
    path = make_sound(tmp_path / "a.wav")
    content = path.read_bytes()
    path.write_bytes(content[:36] + b"JUNK\0\0\0\0" * N_PARTS + content[36:])
    return path


needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="libsndfile looks for no sound so far in: ffmpeg")


@pytest.mark.parametrize("make", [blocks, comments, frames, pytest.param(chunks, marks=needs_ffmpeg)])
def test_tags_of_too_many_parts_are_not_read_and_the_sound_is(tmp_path, make):
    path = make(tmp_path)
    with pytest.raises(TooManyTags):
        require_bounded_tags(path)
    assert embedded_cover(path) is None
    assert "TooManyTags" in read_tags(path).others["tags_unreadable"]
    assert len(audio_identity(path)) == 32
    assert decode(path).duration_s == pytest.approx(2, abs=0.1)


def test_a_tag_that_nobody_has_the_memory_for_is_not_read(tmp_path):
    path = tmp_path / "a.mp3"
    content = make_sound(path).read_bytes()
    with path.open("wb") as file:
        file.write(b"ID3\x04\0\0" + bytes([40, 0, 0, 0]) + b"APIC")
        file.seek(10 + (40 << 21))  # 84 MB, of which the disk stores nothing
        file.write(content)
    with pytest.raises(TooManyTags):
        require_bounded_tags(path)
    assert embedded_cover(path) is None
    assert decode(path).duration_s == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".opus", ".mp3", ".aiff"])
def test_usual_tags_are_within_bounds(tmp_path, suffix):
    require_bounded_tags(make_sound(tmp_path / f"a{suffix}"))
