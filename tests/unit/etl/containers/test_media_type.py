"""Container and codec are told by the content, and with them whether a browser plays the file as it is."""

import pytest

from etl.containers.media_type import UNKNOWN, media_type
from etl.locations import file_url
from recommender.records import Track, TrackId
from tests.builders.audio import make_sound
from webapp.api.shelf import direct_type

ID3 = b"ID3\x04\0\0" + bytes([0, 0, 2, 0]) + bytes(256)


def track(path, **fields):
    return Track(track_id=TrackId("t"), title="t", url=file_url(path), media_type=media_type(path), **fields)


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        (".wav", 'audio/wav; codecs="1"'),
        (".flac", "audio/flac"),
        (".ogg", 'audio/ogg; codecs="vorbis"'),
        (".opus", 'audio/ogg; codecs="opus"'),
        (".mp3", "audio/mpeg"),
    ],
)
def test_what_every_browser_plays_is_played_as_it_is(tmp_path, suffix, kind):
    path = make_sound(tmp_path / f"a{suffix}")
    assert media_type(path) == kind
    assert direct_type(track(path)) == kind.partition(";")[0]


def test_a_tag_before_a_container_that_does_not_know_it_is_left_to_transcoding(tmp_path):
    path = make_sound(tmp_path / "a.flac")
    path.write_bytes(ID3 + path.read_bytes())
    assert media_type(path) == UNKNOWN
    assert direct_type(track(path)) is None


def test_a_track_of_before_contents_were_looked_into_goes_by_its_ending():
    assert direct_type(Track(track_id=TrackId("t"), title="t", url="file:///a.mp3")) == "audio/mpeg"
    assert direct_type(Track(track_id=TrackId("t"), title="t", url="file:///a.wma")) is None


def test_what_ffmpeg_refuses_is_not_left_to_the_browser(tmp_path):
    path = make_sound(tmp_path / "a.ogg")
    assert direct_type(track(path, ffmpeg_refuses=True)) is None
