"""MP3 files whose first frame does not tell their length."""

import io
from functools import cache

import numpy as np
import pytest
import soundfile

from etl.decode import decode
from etl.mpeg_frames import with_length

RATE = 44_100
SECONDS = 4
COVER = b"ID3\x03\0\0" + bytes([0, 9, 39, 64]) + bytes(9 * 2**14 + 39 * 2**7 + 64)


@cache
def encoded(channels, mode):
    times = np.arange(SECONDS * RATE) / RATE
    loud = np.where(times < SECONDS / 2, 1e-3, 0.3)  # a variable rate begins low
    samples = np.random.default_rng(0).normal(size=(len(times), channels)) * loud[:, None]
    memory = io.BytesIO()
    with soundfile.SoundFile(memory, "w", RATE, channels, format="MP3", bitrate_mode=mode) as file:
        file.write(samples.astype(np.float32))
    return memory.getvalue()


def mp3(path, *, told, channels=2, mode="CONSTANT"):
    content = encoded(channels, mode)
    path.write_bytes(content if told else content.replace(b"Info", bytes(4), 1).replace(b"Xing", bytes(4), 1))
    return path


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("mode", ["CONSTANT", "VARIABLE"])
@pytest.mark.parametrize("before", [b"", COVER], ids=["bare", "cover"])
@pytest.mark.parametrize("after", [b"", bytes(50_000), b"TAG" + bytes(125)], ids=["", "zeros", "tag"])
def test_the_whole_sound_is_decoded_although_nothing_tells_its_length(tmp_path, channels, mode, before, after):
    path = mp3(tmp_path / "sound.mp3", told=False, channels=channels, mode=mode)
    path.write_bytes(before + path.read_bytes() + after)
    sound = decode(path)
    assert sound.duration_s == pytest.approx(SECONDS, abs=0.15)
    assert np.abs(sound.samples[-20_000:]).max() > 0.1


def test_files_that_tell_their_length_are_left_alone(tmp_path):
    assert with_length(mp3(tmp_path / "sound.mp3", told=True)) is None


@pytest.mark.parametrize("content", [b"", b"ID3", b"\xff\xfb", b"RIFF" + bytes(300), COVER, b"\xff\xfb\x90\x00"])
def test_what_is_no_mp3_file_is_left_alone(tmp_path, content):
    path = tmp_path / "sound.mp3"
    path.write_bytes(content)
    assert with_length(path) is None


def test_damaged_frames_are_skipped_in_the_count(tmp_path):
    path = mp3(tmp_path / "sound.mp3", told=False)
    content = bytearray(path.read_bytes())
    whole = with_length(path).getvalue()
    content[20_000:21_000] = bytes(1000)
    path.write_bytes(content)
    counted = [
        int.from_bytes(found[found.find(b"Xing") + 8 :][:4], "big") for found in (whole, with_length(path).getvalue())
    ]
    assert counted[0] - 5 <= counted[1] < counted[0]
