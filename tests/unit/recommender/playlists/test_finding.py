import os
from urllib.parse import quote_from_bytes

import pytest

from recommender.playlists.finding import TrackFinder
from recommender.playlists.locations import common_folder, written_path
from recommender.playlists.records import Named
from recommender.records import Track, TrackId


def url(path: str) -> str:
    return "file://" + quote_from_bytes(os.fsencode(path))


def track(name: str, path: str, title: str = "", artist: str = "", **fields) -> Track:
    return Track(track_id=TrackId(name), title=title, artist=artist, url=url(path), **fields)


TRACKS = [
    track("one", "/music/Ann/First/01 Stay.mp3", "Stay", "Ann", album="First", duration_s=200.0),
    track("live", "/music/Ann/Live/01 Stay.mp3", "Stay (Live)", "Ann", album="Live", duration_s=260.0),
    track("best", "/music/Ann/Best/07 Stay.mp3", "Stay", "Ann", album="Best", duration_s=200.0),
    track("odd", "/music/Bo/100% #1 ü.ogg", "Odd", "Bo"),
    track("bytes", "/music/\udcff.mp3", "Bytes", "Bo"),
    track("alone", "/music/x/unique.mp3", "Unique", "Cy"),
]


@pytest.fixture(scope="module")
def finder():
    return TrackFinder(TRACKS)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/music/Ann/First/01 Stay.mp3", "one"),
        ("Ann/Live/01 Stay.mp3", "live"),
        ("../../Live/01 Stay.mp3", "live"),
        ("./Live/01 Stay.mp3", "live"),
        ("D:\\Lieder\\Ann\\First\\01 Stay.mp3", "one"),
        ("First\\01 Stay.mp3", "one"),
        ("/Volumes/disk/ANN/first/01 stay.MP3", "one"),
        ("Bo/100% #1 u\u0308.ogg", "odd"),
        ("Bo/100%25%20%231%20%C3%BC.ogg", "odd"),
        ("unique.mp3", "alone"),
        ("/elsewhere/Cy/unique.mp3", None),
        ("01 Stay.mp3", None),
        ("http://x.example/Ann/First/01 Stay.mp3", None),
        ("", None),
    ],
)
def test_a_path_is_found_where_it_is_or_where_it_ends_alike(finder, location, expected):
    match = finder.find(Named(title="", location=location))
    assert (match and match.track_id) == expected


def test_a_relative_path_starts_at_the_folder_of_the_playlist(finder):
    named = Named(title="", location="../Live/01 Stay.mp3")
    assert finder.find(named, folder="/music/Ann/First").track_id == "live"


def test_a_title_that_says_otherwise_counts_more_than_a_files_name(finder):
    assert finder.find(Named(title="Other", artist="Cy", location="unique.mp3")) is None
    assert finder.find(Named(title="Unique", artist="", location="/elsewhere/unique.mp3")).track_id == "alone"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "STAY (feat. X)", "artist": "Ann & Bo"}, "one"),
        ({"title": "Stay (Live)", "artist": "Ann"}, "live"),
        ({"title": "Stay", "artist": "Ann", "album": "best"}, "best"),
        ({"title": "Stay - Remaster", "artist": "Ann", "duration_s": 259.0}, "live"),
        ({"title": "Stay", "artist": "Bo"}, None),
        ({"title": "Stay", "artist": ""}, None),
    ],
)
def test_names_are_found_as_histories_are_and_version_album_and_length_choose(finder, fields, expected):
    match = finder.find(Named(**fields))
    assert (match and match.track_id) == expected


def test_paths_are_written_below_a_folder_or_whole_and_found_again(finder):
    folder = common_folder(tuple(each.url for each in TRACKS))
    assert folder == "/music"
    assert written_path(TRACKS[0].url, below=folder) == "Ann/First/01 Stay.mp3"
    assert written_path(TRACKS[0].url) == "/music/Ann/First/01 Stay.mp3"
    for each in TRACKS[:4]:
        assert finder.find(Named(title="", location=written_path(each.url, below=folder))).track_id == each.track_id
    assert written_path(TRACKS[4].url, below=folder) == "%FF.mp3"


def test_a_library_in_one_folder_or_none_has_a_common_folder():
    assert common_folder((url("/a/b.mp3"),)) == "/a"
    assert common_folder(()) == ""
    assert common_folder((url("/a/b.mp3"), url("/c/d.mp3"))) == "/"
