"""Which files are decoded, to what, and with which words the others are refused."""

import os
import shutil

import numpy as np
import pytest
import soundfile

from etl.analysis.analyse import analyse
from etl.decode.decode import decode
from recommender.errors import BadAudio
from recommender.similarity.features import N_COLUMNS, SAMPLE_RATE
from tests.builders.audio import make_foreign_sound, make_sound

NOISE = np.random.default_rng(0).normal(size=(3 * 44_100, 2)).astype(np.float32) * 0.1


def refusal(path):
    with pytest.raises(BadAudio) as caught:
        decode(path)
    return caught.value.reason


def written(path, samples, rate=44_100, **how):
    soundfile.write(path, samples, rate, **how)
    return path


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".opus", ".mp3", ".aiff"])
def test_common_formats_are_analysed(tmp_path, suffix):
    found = analyse(make_sound(tmp_path / f"sound{suffix}"))
    assert found.vector.shape == (N_COLUMNS,)
    assert found.vector.dtype == np.float32
    assert np.isfinite(found.vector).all()
    assert found.sound.duration_s == pytest.approx(2, abs=0.1)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize("suffix", [".m4a", ".aac", ".wma", ".mka"])
def test_formats_that_libsndfile_lacks_go_through_ffmpeg(tmp_path, suffix):
    found = analyse(make_foreign_sound(tmp_path / f"sound{suffix}"))
    assert found.sound.duration_s == pytest.approx(2, abs=0.2)


def test_without_ffmpeg_a_foreign_format_names_it(tmp_path, monkeypatch):
    path = tmp_path / "sound.m4a"
    path.write_bytes(b"\0\0\0\x20ftypM4A " + bytes(100))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadAudio, match=r"no decoder: .*ffmpeg"):
        decode(path)


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (22_050, 2), (48_000, 6), (96_000, 3)])
def test_any_rate_and_channel_count_becomes_the_mean_at_the_rate_of_analysis(tmp_path, rate, channels):
    samples = np.random.default_rng(1).normal(size=(2 * rate, channels)) * 0.1
    sound = decode(written(tmp_path / "sound.wav", samples, rate, subtype="FLOAT"))
    assert len(sound.samples) == 2 * SAMPLE_RATE
    assert sound.samples.std() < samples.std() / np.sqrt(channels) * 1.1


def test_only_the_middle_of_a_long_file_is_decoded(tmp_path):
    ramp = np.linspace(0, 1, 20 * SAMPLE_RATE)
    sound = decode(written(tmp_path / "ramp.wav", ramp, SAMPLE_RATE, subtype="FLOAT"), middle_s=4)
    assert sound.duration_s == 20
    assert len(sound.samples) == 4 * SAMPLE_RATE
    assert sound.samples[0] == pytest.approx(0.4, abs=1e-3)
    assert sound.samples[-1] == pytest.approx(0.6, abs=1e-3)


def test_names_of_any_bytes_are_decoded(tmp_path):
    odd = os.fsencode(tmp_path) + b"/\xff\xfe \n.wav"
    shutil.copyfile(make_sound(tmp_path / "sound.wav"), odd)
    assert decode(type(tmp_path)(os.fsdecode(odd))).duration_s == 2


def test_the_analysis_of_the_same_file_is_the_same_each_time(tmp_path):
    path = make_sound(tmp_path / "sound.ogg")
    assert (analyse(path).vector == analyse(path).vector).all()


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed, and without it nobody can know")
@pytest.mark.parametrize(
    "content",
    [
        b"hello " * 5000,
        b"<html>not found</html>",
        bytes(5000),
        b"\xff\xd8\xff\xe0" * 99,
        b"RIFF\x1c\0\0\0WEBP" + bytes(24),
    ],
)
def test_what_is_no_sound_is_not_audio(tmp_path, content):
    path = tmp_path / "sound.mp3"
    path.write_bytes(content)
    assert refusal(path) == "not audio"


def test_files_that_cannot_be_opened_are_told_apart(tmp_path):
    empty, folder, loop = tmp_path / "empty.mp3", tmp_path / "folder.mp3", tmp_path / "loop.mp3"
    empty.touch()
    folder.mkdir()
    loop.symlink_to(loop)
    found = [refusal(path) for path in (empty, folder, loop, tmp_path / "gone.mp3")]
    assert found == ["empty", "is a directory", "unreadable", "missing"]


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp3")
    assert refusal(tmp_path / "pipe.mp3") == "not audio"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_permission_denied(tmp_path):
    path = make_sound(tmp_path / "sound.wav")
    path.chmod(0)
    assert refusal(path) == "permission denied"


def test_short_silent_and_broken_samples_are_refused(tmp_path):
    not_finite = NOISE.copy()
    not_finite[500] = np.nan
    found = [
        refusal(written(tmp_path / "short.wav", NOISE[:40_000])),
        refusal(written(tmp_path / "nothing.wav", NOISE[:0])),
        refusal(written(tmp_path / "silent.wav", NOISE * 0)),
        refusal(written(tmp_path / "broken.wav", not_finite, subtype="FLOAT")),
    ]
    assert found == ["too short", "too short", "silent", "unreadable"]


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".aiff", ".ogg"])
def test_a_file_cut_in_half_is_truncated(tmp_path, suffix):
    path = written(tmp_path / f"sound{suffix}", NOISE)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert refusal(path) == "truncated"


def test_the_end_is_looked_for_although_only_the_middle_is_analysed(tmp_path):
    path = written(tmp_path / "sound.mp3", np.tile(NOISE, (2, 1)))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.8)])
    with pytest.raises(BadAudio, match="truncated"):
        decode(path, middle_s=1)


def test_a_constant_sound_has_a_finite_vector(tmp_path):
    assert np.isfinite(analyse(written(tmp_path / "constant.wav", NOISE * 0 + 0.5)).vector).all()
