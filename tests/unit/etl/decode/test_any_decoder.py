"""What is analysed although its header leaves something out, or its channels or its middle are odd."""

import struct

import numpy as np
import pytest
import soundfile

from etl.analysis.analyse import analyse
from etl.decode.decode import decode
from recommender.errors import BadAudio
from tests.builders.audio import make_sound

SECONDS = 3


@pytest.fixture
def wav(tmp_path):
    return make_sound(tmp_path / "sound.wav", seconds=SECONDS)


def length_s(path):
    return decode(path).duration_s


@pytest.mark.parametrize(("total", "sound"), [(0, 0), (0xFFFFFFFF, 0), (0xFFFFFFFF, 0xFFFFFFFF), (0, 0xFFFFFFFF)])
def test_a_recording_that_was_cut_off_before_its_sizes_were_written_is_whole(wav, total, sound):
    content = bytearray(wav.read_bytes())
    content[4:8] = struct.pack("<I", total)
    at = content.find(b"data") + 4
    content[at : at + 4] = struct.pack("<I", sound)
    wav.write_bytes(content)
    assert length_s(wav) == pytest.approx(SECONDS, abs=0.01)


@pytest.mark.parametrize("left", [0, 0xFFFFFFFFFFFFFFFF])
def test_a_long_recording_that_was_cut_off_is_whole(tmp_path, left):
    path = tmp_path / "sound.wav"
    soundfile.write(path, np.random.default_rng(0).normal(size=3 * 8000) * 0.1, 8000, format="RF64")
    content = bytearray(path.read_bytes())
    at = content.find(b"ds64") + 8
    content[at : at + 16] = struct.pack("<QQ", left, left)
    path.write_bytes(content)
    assert length_s(path) == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize("share", [1.0, 0.99])
def test_stereo_of_inverted_polarity_is_heard_by_one_of_its_channels(tmp_path, share):
    left = np.random.default_rng(0).normal(size=3 * 22_050) * 0.1
    path, mono = tmp_path / "inverted.wav", tmp_path / "mono.wav"
    soundfile.write(path, np.stack([left, -share * left], axis=1), 22_050, subtype="FLOAT")
    soundfile.write(mono, left, 22_050, subtype="FLOAT")
    found, alone = analyse(path), analyse(mono)
    assert found.vector == pytest.approx(alone.vector, abs=1e-3)
    assert found.sound.loudness_lufs == pytest.approx(alone.sound.loudness_lufs + 3, abs=0.1)


@pytest.mark.parametrize("loud", [slice(0, 4000), slice(-4000, None)], ids=["before", "behind"])
def test_a_song_around_minutes_of_nothing_is_not_silent(tmp_path, loud):
    samples = np.zeros(60 * 8000)
    samples[loud] = np.sin(np.arange(4000) / 3)
    soundfile.write(tmp_path / "hidden.wav", samples, 8000)
    sound = decode(tmp_path / "hidden.wav", middle_s=2)
    assert sound.duration_s == 60
    assert np.abs(sound.samples).max() > 0.5


def test_without_ffmpeg_nothing_is_called_no_audio(tmp_path, monkeypatch):
    path = tmp_path / "sound.mp3"
    path.write_bytes(b"\x0b\x78 it may be anything " * 99)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadAudio, match=r"no decoder: .*ffmpeg"):
        decode(path)
