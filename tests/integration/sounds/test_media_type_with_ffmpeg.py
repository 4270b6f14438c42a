"""The codecs that endings hide, in files that ffmpeg makes."""

import shutil
import subprocess

import pytest
import soundfile

from etl.containers.media_type import media_type
from etl.ingest.describing import describe
from etl.locations import file_url
from etl.readers.listing import FoundFile
from recommender.records import Track, TrackId
from tests.builders.audio import RATE, make_sound
from webapp.api.shelf import direct_type

with_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
ID3 = b"ID3\x04\0\0" + bytes([0, 0, 2, 0]) + bytes(256)


def made(folder, name, *options):
    wav = make_sound(folder / "sound.wav", seconds=1.5)
    path = folder / name
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-i", wav, "-strict", "-2", *options, path], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip(f"this ffmpeg cannot make {name}")
    return path


def track(path, **fields):
    return Track(track_id=TrackId("t"), title="t", url=file_url(path), media_type=media_type(path), **fields)


@with_ffmpeg
@pytest.mark.parametrize(
    ("name", "options", "kind", "direct"),
    [
        ("a.m4a", ["-c:a", "aac"], 'audio/mp4; codecs="mp4a.40.2"', "audio/mp4"),
        ("late.m4a", ["-c:a", "aac", "-movflags", "empty_moov+frag_keyframe"], None, "audio/mp4"),
        ("flac.mp4", ["-c:a", "flac"], 'audio/mp4; codecs="flac"', "audio/mp4"),
        ("a.aac", ["-c:a", "aac"], "audio/aac", "audio/aac"),
        ("a.webm", ["-c:a", "libopus"], 'audio/webm; codecs="opus"', "audio/webm"),
        ("alac.m4a", ["-c:a", "alac"], 'audio/mp4; codecs="alac"', None),
        ("ac3.mp4", ["-c:a", "ac3"], 'audio/mp4; codecs="ac-3"', None),
        ("mp3.mp4", ["-c:a", "libmp3lame"], None, None),
        ("spx.ogg", ["-c:a", "libspeex", "-ar", "16000"], 'audio/ogg; codecs="speex"', None),
        ("mulaw.wav", ["-c:a", "pcm_mulaw"], 'audio/wav; codecs="7"', None),
        ("adpcm.wav", ["-c:a", "adpcm_ms"], None, None),
        ("a.mka", ["-c:a", "libvorbis"], 'audio/matroska; codecs="vorbis"', None),
        ("a.mp2", ["-c:a", "mp2"], 'audio/mpeg; codecs="mp2"', None),
        ("a.wma", [], "audio/x-ms-wma", None),
    ],
)
def test_the_codec_that_an_ending_hides_decides(tmp_path, name, options, kind, direct):
    path = made(tmp_path, name, *options)
    assert kind in (None, media_type(path))
    assert direct_type(track(path)) == direct


@with_ffmpeg
def test_a_wrong_ending_does_not_make_the_type_wrong(tmp_path):
    path = made(tmp_path, "a.m4a", "-c:a", "aac").rename(tmp_path / "a.mp3")
    assert direct_type(track(path)) == "audio/mp4"


@with_ffmpeg
def test_a_file_that_only_libsndfile_opens_is_described_so(tmp_path):
    path = make_sound(tmp_path / "a.aiff")
    found = FoundFile(url=file_url(path), size=0, mtime_ns=0)
    assert not describe(found).track.ffmpeg_refuses
    content = bytearray(path.read_bytes())
    for at in (4, content.find(b"COMM") + 10, content.find(b"SSND") + 4):  # a recorder that was cut off
        content[at : at + 4] = bytes(4)
    path.write_bytes(content)
    assert soundfile.info(path).samplerate == RATE
    assert describe(found).track.ffmpeg_refuses


@with_ffmpeg
@pytest.mark.parametrize(
    ("name", "options"),
    [("a.mka", ["-c:a", "flac"]), ("a.webm", ["-c:a", "libopus"]), ("a.caf", []), ("a.au", [])],
)
def test_the_length_is_told_before_any_analysis_also_where_mutagen_does_not_know_the_format(tmp_path, name, options):
    found = FoundFile(url=file_url(made(tmp_path, name, *options)), size=0, mtime_ns=0)
    assert describe(found).track.duration_s == pytest.approx(1.5, abs=0.1)
