"""What only ffmpeg plays is analysed, with its counted length; what it does not play either is no sound."""

import shutil
import subprocess

import numpy as np
import pytest
import soundfile

from etl.decode.decode import decode
from recommender.errors import BadAudio
from tests.builders.audio import make_sound

SECONDS = 3
with_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
ID3 = b"ID3\x04\0\0" + bytes([0, 0, 2, 0]) + bytes(256)


@pytest.fixture
def wav(tmp_path):
    return make_sound(tmp_path / "sound.wav", seconds=SECONDS)


def converted(wav, name, *options):
    path = wav.with_name(name)
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-i", wav, "-strict", "-2", *options, path], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip(f"this ffmpeg cannot make {name}")
    return path


def length_s(path):
    return decode(path).duration_s


@with_ffmpeg
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.ac3", ["-c:a", "ac3"]),
        ("a.dts", ["-c:a", "dca", "-ac", "2", "-ar", "44100"]),
        ("a.mlp", ["-c:a", "mlp", "-ar", "48000"]),
        ("a.latm", ["-f", "latm"]),
        ("a.spx", ["-c:a", "libspeex", "-ar", "16000"]),
        ("flac.ogg", ["-c:a", "flac"]),
        ("alac.caf", ["-c:a", "alac"]),
        ("a.mov", ["-c:a", "aac"]),
        ("a.ts", ["-c:a", "aac"]),
        ("live.mka", ["-c:a", "flac", "-live", "1"]),
    ],
)
def test_formats_that_only_ffmpeg_opens_have_their_length(wav, name, options):
    assert length_s(converted(wav, name, *options)) == pytest.approx(SECONDS, abs=0.2)


@with_ffmpeg
def test_a_guessed_length_is_counted_instead(tmp_path):
    loud = np.random.default_rng(0).normal(size=2 * 44_100) * 0.2
    soundfile.write(tmp_path / "a.wav", np.concatenate([loud, np.sin(np.arange(8 * 44_100) / 30) * 0.01]), 44_100)
    assert length_s(converted(tmp_path / "a.wav", "a.aac", "-q:a", "3")) == pytest.approx(10, abs=0.2)


@with_ffmpeg
@pytest.mark.parametrize("name", ["a.tta", "a.aac", "a.flac", "a.m4a", "a.wv", "a.ogg"])
def test_a_tag_before_another_format_is_stepped_over(wav, name):
    path = converted(wav, name)
    path.write_bytes(ID3 + path.read_bytes())
    sound = decode(path)
    assert sound.duration_s == pytest.approx(SECONDS, abs=0.2)
    assert np.sqrt((sound.samples**2).mean()) > 0.05


@with_ffmpeg
def test_quicktime_of_before_there_was_a_type_atom_is_decoded(wav):
    path = converted(wav, "old.m4a")
    path.write_bytes(path.read_bytes().replace(b"ftyp", b"wide", 1))
    assert length_s(path) == pytest.approx(SECONDS, abs=0.2)


@with_ffmpeg
def test_streams_behind_each_other_count_together(wav):
    path = converted(wav, "a.ogg", "-c:a", "libvorbis")
    path.write_bytes(path.read_bytes() + converted(wav, "b.ogg", "-c:a", "libvorbis", "-q:a", "1").read_bytes())
    assert length_s(path) == pytest.approx(2 * SECONDS, abs=0.2)


@with_ffmpeg
def test_flac_that_was_encoded_into_a_pipe_is_counted(wav):
    piped = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", wav, "-f", "flac", "pipe:1"], check=True, capture_output=True
    ).stdout
    path = wav.with_suffix(".flac")
    path.write_bytes(piped)
    assert soundfile.info(path).frames > 1 << 60
    assert length_s(path) == pytest.approx(SECONDS, abs=0.01)
    assert len(decode(path, middle_s=1).samples) == 22_050


@with_ffmpeg
@pytest.mark.parametrize("content", [b"\x7fELF" + b"\xff\xff\x90\x04" * 20_000, b"PK\x03\x04" + bytes(90_000)])
def test_what_no_decoder_plays_is_not_audio(tmp_path, content):
    path = tmp_path / "sound.flac"
    path.write_bytes(content)
    with pytest.raises(BadAudio, match="not audio"):
        decode(path)


@with_ffmpeg
def test_a_playlist_does_not_make_ffmpeg_read_another_file(tmp_path, wav):
    path = tmp_path / "list.mp3"
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile://{wav}\n#EXT-X-ENDLIST\n")
    with pytest.raises(BadAudio, match="not audio"):
        decode(path)
