"""MP3 files whose first frame does not tell their length."""

import contextlib
import io
import os
import tracemalloc
from functools import cache

import numpy as np
import pytest
import soundfile

from etl.containers.mp3_length import mp3_with_length
from etl.decode.decode import decode

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
    assert mp3_with_length(mp3(tmp_path / "sound.mp3", told=True)) is None


@pytest.mark.parametrize("content", [b"", b"ID3", b"\xff\xfb", b"RIFF" + bytes(300), COVER, b"\xff\xfb\x90\x00"])
def test_what_is_no_mp3_file_is_left_alone(tmp_path, content):
    path = tmp_path / "sound.mp3"
    path.write_bytes(content)
    assert mp3_with_length(path) is None


@pytest.mark.parametrize(
    "before",
    [
        bytes(4096),
        np.random.default_rng(1).bytes(300_000),
        COVER + bytes(2048),
        b"APETAGEX" + bytes(24),
        b"\xff\xfe" * 99,
    ],
    ids=["zeros", "garbage", "tag and zeros", "ape tag", "sync marks"],
)
@pytest.mark.parametrize("told", [True, False])
def test_the_first_frame_is_found_wherever_it_is(tmp_path, before, told):
    path = mp3(tmp_path / "sound.mp3", told=told, mode="VARIABLE")
    path.write_bytes(before + path.read_bytes())
    assert decode(path).duration_s == pytest.approx(SECONDS, abs=0.15)


def test_a_sound_that_begins_within_a_frame_is_decoded_from_the_next(tmp_path):
    path = mp3(tmp_path / "sound.mp3", told=False)
    path.write_bytes(path.read_bytes()[137:])
    assert decode(path).duration_s == pytest.approx(SECONDS, abs=0.15)


@pytest.mark.parametrize("field", [slice(8, 12), slice(4, 8)], ids=["a count of 0", "no count"])
def test_a_first_frame_that_tells_no_length_is_not_believed(tmp_path, field):
    path = mp3(tmp_path / "sound.mp3", told=True, mode="VARIABLE")
    content = bytearray(path.read_bytes())
    at = content.find(b"Xing")
    content[at + field.start : at + field.stop] = bytes(4)
    path.write_bytes(content)
    assert decode(path).duration_s == pytest.approx(SECONDS, abs=0.15)


@pytest.mark.parametrize("told", [True, False])
def test_files_that_were_joined_are_decoded_to_the_end(tmp_path, told):
    path = mp3(tmp_path / "sound.mp3", told=told)
    path.write_bytes(path.read_bytes() * 2)
    assert decode(path).duration_s == pytest.approx(2 * SECONDS, abs=0.3)


def test_frames_are_counted_without_holding_the_file_in_memory(tmp_path):
    path = mp3(tmp_path / "sound.mp3", told=False)
    path.write_bytes(path.read_bytes() * 150)
    tracemalloc.start()
    try:
        with contextlib.closing(mp3_with_length(path)) as file:
            n_bytes = file.seek(0, os.SEEK_END)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert n_bytes > 7_000_000
    assert peak < 4_000_000


def test_damaged_frames_are_skipped_in_the_count(tmp_path):
    path = mp3(tmp_path / "sound.mp3", told=False)
    content = bytearray(path.read_bytes())
    whole = mp3_with_length(path).readall()
    content[20_000:21_000] = bytes(1000)
    path.write_bytes(content)
    counted = [
        int.from_bytes(found[found.find(b"Xing") + 8 :][:4], "big")
        for found in (whole, mp3_with_length(path).readall())
    ]
    assert counted[0] - 5 <= counted[1] < counted[0]
