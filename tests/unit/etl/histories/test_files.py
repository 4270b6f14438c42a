import gzip
import io
import json
import zipfile
from datetime import UTC, datetime

import pyarrow
import pyarrow.parquet
import pytest

from etl.histories.files import open_histories
from etl.histories.rows import BadRow, NoMusic
from recommender.errors import BadInput
from recommender.prediction.streams.records import Play

YEAR = {"endTime": "2021-04-22 05:41", "artistName": "Shindy", "trackName": "Dreams", "msPlayed": 64080}
EXTENDED = {
    "ts": "2021-04-22T05:41:09Z", "ms_played": 64080, "master_metadata_track_name": "Dreams",
    "master_metadata_album_artist_name": "Shindy", "episode_name": None, "skipped": None,
}  # fmt: skip
LISTEN = {"listened_at": 1619070069, "track_metadata": {"track_name": "Dreams", "artist_name": "Shindy"}}
SCROBBLE = {"name": "Dreams", "artist": {"#text": "Shindy"}, "date": {"uts": "1619070069"}}
AT = datetime(2021, 4, 22, 5, 41, 9, tzinfo=UTC)
MINUTE = AT.replace(second=0)


def rows_of(tmp_path, content, name="anything.dat"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (file,) = open_histories([path])
    return file.form.name, list(file.rows())


def lines(*rows):
    return "\n".join(json.dumps(row) for row in rows)


@pytest.mark.parametrize(
    ("content", "form", "expected"),
    [
        (json.dumps([YEAR]), "Spotify, last year", Play(MINUTE, "Dreams", "Shindy", 64.08)),
        (json.dumps([EXTENDED]), "Spotify, extended", Play(AT, "Dreams", "Shindy", 64.08, is_song=True)),
        (lines(LISTEN), "ListenBrainz", Play(AT, "Dreams", "Shindy")),
        (json.dumps([LISTEN]), "ListenBrainz", Play(AT, "Dreams", "Shindy")),
        (lines(SCROBBLE), "Last.fm", Play(AT, "Dreams", "Shindy")),
        (
            'uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"1619070069","22 Apr 2021, 05:41",'
            '"Shindy","","Album","","Dreams",""\n',
            "CSV",
            Play(AT, "Dreams", "Shindy"),
        ),
        ("Shindy,Album,Dreams,22 Apr 2021 05:41\n", "CSV", Play(MINUTE, "Dreams", "Shindy")),
        ("artist;track;date\nShindy;Dreams;2021-04-22 05:41\n", "CSV", Play(MINUTE, "Dreams", "Shindy")),
        ("\ufeffArtist\tTrack\tTimestamp\nShindy\tDreams\t1619070069000\n", "CSV", Play(AT, "Dreams", "Shindy")),
    ],
)
def test_the_form_is_told_by_the_content(tmp_path, content, form, expected):
    assert rows_of(tmp_path, content) == (form, [expected])


API_PAGE = {"recenttracks": {"track": [SCROBBLE, SCROBBLE], "@attr": {"page": "1"}}}
STATS = {"track": "Dreams", "artist": "Shindy", "album": "A", "albumId": "", "date": 1619070069000}
MALOJA = {"time": 1619070069, "track": {"artists": ["Shindy", "B"], "title": "Dreams"}, "duration": 60}
TAKEOUT = {
    "header": "YouTube Music", "title": "Watched Dreams", "time": "2021-04-22T05:41:09.000Z",
    "subtitles": [{"name": "Shindy - Topic"}],
}  # fmt: skip
HEARD = Play(AT, "Dreams", "Shindy")


@pytest.mark.parametrize(
    ("content", "form", "expected"),
    [
        (json.dumps(API_PAGE), "Last.fm", [HEARD] * 2),
        (lines(API_PAGE, API_PAGE), "Last.fm", [HEARD] * 4),
        (json.dumps([{"track": [SCROBBLE]}, {"track": [SCROBBLE]}]), "Last.fm", [HEARD] * 2),
        (json.dumps([[SCROBBLE], [SCROBBLE]]), "Last.fm", [HEARD] * 2),
        (json.dumps({"recenttracks": {"track": SCROBBLE, "@attr": {}}}), "Last.fm", [HEARD]),
        (json.dumps({"username": "x", "scrobbles": [STATS]}, indent=1), "lastfmstats", [HEARD]),
        (json.dumps({"payload": {"count": 1, "listens": [LISTEN]}}), "ListenBrainz", [HEARD]),
        (json.dumps(LISTEN, indent=1), "ListenBrainz", [HEARD]),
        (lines(LISTEN | {"listened_at": 1619070069.7}), "ListenBrainz", [HEARD]),
        (json.dumps({"scrobbles": [MALOJA]}), "Maloja", [Play(AT, "Dreams", "Shindy, B", 60.0)]),
        (
            json.dumps([TAKEOUT, TAKEOUT | {"header": "YouTube"}]),
            "YouTube Music",
            [Play(AT, "Dreams", "Shindy", is_song=True), NoMusic(2)],
        ),
        (
            "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\nShindy\tAlbum\tDreams\t1\t200\tL\t1619070069\t\n"
            "Shindy\tAlbum\tDreams\t1\t200\tS\t1619070069\t\n",
            "scrobbler.log",
            [HEARD, Play(AT, "Dreams", "Shindy", 0.0)],
        ),
        (json.dumps([YEAR, {"endTime": "2021-04-22 05:41", "podcastName": "P", "episodeName": "E", "msPlayed": 9}]),
         "Spotify, last year", [Play(MINUTE, "Dreams", "Shindy", 64.08), NoMusic(2)]),
    ],
)  # fmt: skip
def test_exports_page_by_page_and_of_other_services(tmp_path, content, form, expected):
    assert rows_of(tmp_path, content) == (form, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uts,artist,album,track\n1619070069.0,Shindy,A,Dreams\n", [HEARD]),
        ("Artist;Album;AlbumId;Track;Date#x\n\"Shindy\";\"A\";\"1\";\"Dreams\";\"1619070069000\"\n", [HEARD]),
        ('"Shindy","Hurry Up, We",Dreams,22 Apr 2021 05:41\n', [Play(MINUTE, "Dreams", "Shindy")]),
        ("Shindy,A,Dreams,\nShindy,A,Dreams,22 Apr 2021 05:41\n", [NoMusic(1), Play(MINUTE, "Dreams", "Shindy")]),
        ("Shindy,A,Dreams,22/04/2021 05:41:09 +00:00,,,\n", [HEARD]),
        ("artist,track,date\nShindy,Dreams,04/22/2021 05:41\n", [Play(MINUTE, "Dreams", "Shindy")]),
        ("artist,track,date\nShindy,Dreams,04/22/2021 05:41:09 AM\n", [HEARD]),
        ("artist,track,date\nShindy,Dreams,2021-04-22T07:41:09+02:00\n", [HEARD]),
        ('artist,track,uts\n"[\'Shindy\', \'B\']",Dreams,1619070069\n', [Play(AT, "Dreams", "Shindy, B")]),
        ("endTime,artistName,trackName,msPlayed\n2021-04-22 05:41,Shindy,Dreams,64080\n",
         [Play(MINUTE, "Dreams", "Shindy", 64.08)]),
        ("artist_name,track_title,entry_date,stream_duration_ms\nShindy,Dreams,2021-04-22 05:41:09,1000\n",
         [Play(AT, "Dreams", "Shindy", 1.0)]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_csv_of_many_exporters(tmp_path, text, expected, encoding):
    assert rows_of(tmp_path, text.encode(encoding)) == ("CSV", expected)


@pytest.mark.parametrize(
    "row",
    [
        {"artist": "Shindy", "track": "Dreams", "timestamp": 1619070069},
        {"artist_name": "Shindy", "title": "Dreams", "played_at": "2021-04-22T05:41:09.000Z"},
        {"track": {"name": "Dreams", "artists": [{"name": "Shindy"}]}, "played_at": "2021-04-22T05:41:09Z"},
        {"track": {"name": "Dreams", "artist": {"name": "Shindy"}}, "timestamp": 1619070069.0},
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_json_of_any_tool_that_calls_things_by_their_names(tmp_path, row, wrapped):
    content = json.dumps({"items": [row]} if wrapped else [row])
    assert rows_of(tmp_path, content) == ("JSON", [HEARD])


def test_numbers_written_as_texts_and_texts_as_numbers_are_taken(tmp_path):
    odd = EXTENDED | {"ms_played": "64080", "master_metadata_track_name": 1999}
    assert rows_of(tmp_path, json.dumps([odd]))[1] == [Play(AT, "1999", "Shindy", 64.08, is_song=True)]
    unknown = rows_of(tmp_path, json.dumps([EXTENDED | {"ms_played": None}]))[1]
    assert unknown == [Play(AT, "Dreams", "Shindy", None, is_song=True)]


def test_days_and_months_that_may_be_either_are_refused(tmp_path):
    with pytest.raises(BadInput, match="day first or month first"):
        rows_of(tmp_path, "artist,track,date\nShindy,Dreams,03/04/2021 05:41\n")


def test_a_play_of_the_future_is_unusable(tmp_path):
    _, (good, bad) = rows_of(tmp_path, json.dumps([EXTENDED, EXTENDED | {"ts": "2099-12-31T23:59:59Z"}]))
    assert isinstance(good, Play)
    assert bad == BadRow(2, "its time is 2099-12-31, and that is still to come")


def test_an_array_that_breaks_off_gives_what_is_whole(tmp_path):
    _, rows = rows_of(tmp_path, json.dumps([YEAR, YEAR, YEAR])[:-40])
    assert [type(row) for row in rows] == [Play, Play, BadRow]


def test_an_odd_file_among_good_ones_is_left_aside_and_told(tmp_path):
    (tmp_path / "Streaming_History_Audio.json").write_text(json.dumps([EXTENDED]))
    (tmp_path / "Streaming_History_Video.json").write_text("[]")
    (tmp_path / "page.html").write_text("<html>")
    told = []
    opened = open_histories([tmp_path], left_aside=told.append)
    assert [each.path.name for each in opened] == ["Streaming_History_Audio.json"]
    assert [each.rpartition(": ")[2] for each in told] == [
        "it is an empty list",
        "it is a web page or XML; ask for the JSON or CSV export",
    ]


def test_a_zipped_export_is_read_whole(tmp_path):
    path = tmp_path / "my_spotify_data.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("MyData/StreamingHistory0.json", json.dumps([YEAR]))
        packed.writestr("MyData/Playlist1.json", json.dumps({"playlists": []}))
    told = []
    (file,) = open_histories([path], left_aside=told.append)
    assert len(list(file.rows())) == 1
    assert "Spotify's playlists" in told[0]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('<?xml version="1.0"?><!DOCTYPE plist><plist>', "not when"),
        ('[{"name": "x", "artist": "y", "playcount": 3}]', "how often"),
        ("Track Description,Date Played\nA - B,20210422\n", "Apple Music Play Activity"),
        ("SQLite format 3\0", "a database"),
    ],
)
def test_what_is_no_history_is_named(tmp_path, content, what):
    with pytest.raises(BadInput, match=what):
        rows_of(tmp_path, content)


def test_a_zipped_file_is_read(tmp_path):
    assert rows_of(tmp_path, gzip.compress(json.dumps([YEAR]).encode()))[0] == "Spotify, last year"


def test_a_time_with_a_zone_is_put_into_utc(tmp_path):
    _, (row,) = rows_of(tmp_path, json.dumps([EXTENDED | {"ts": "2021-04-22T07:41:09+02:00"}]))
    assert row.at == AT


def test_podcasts_of_the_extended_history_are_no_music(tmp_path):
    podcast = EXTENDED | {"master_metadata_track_name": None, "master_metadata_album_artist_name": None}
    assert rows_of(tmp_path, json.dumps([podcast, EXTENDED]))[1][0] == NoMusic(1)


def test_what_plays_now_is_no_scrobble(tmp_path):
    now = {"name": "Dreams", "artist": {"#text": "Shindy"}, "@attr": {"nowplaying": "true"}}
    assert rows_of(tmp_path, lines(now, SCROBBLE))[1][0] == NoMusic(1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (YEAR | {"endTime": "yesterday"}, "no date and time"),
        (YEAR | {"endTime": "0021-04-22 05:41"}, "its time is"),
        (YEAR | {"trackName": "  "}, "no title"),
        (YEAR | {"artistName": ""}, "no artist"),
        (YEAR | {"msPlayed": -5}, "heard for"),
        (YEAR | {"msPlayed": "much"}, "msPlayed"),
        ({"endTime": "2021-04-22 05:41"}, "missing"),
        (17, "object"),
    ],
)
def test_a_bad_row_costs_one_row_and_is_told(tmp_path, row, reason):
    _, rows = rows_of(tmp_path, json.dumps([YEAR, row, YEAR]))
    assert isinstance(rows[1], BadRow)
    assert rows[1].row == 2
    assert reason in rows[1].reason
    assert isinstance(rows[2], Play)


def test_a_broken_line_costs_one_line(tmp_path):
    _, rows = rows_of(tmp_path, lines(LISTEN) + "\n{broken\n\n" + lines(LISTEN))
    assert [type(row) for row in rows] == [Play, BadRow, Play]


def test_a_short_csv_row_is_told(tmp_path):
    _, rows = rows_of(tmp_path, "artist,track,uts\nShindy\nShindy,Dreams,1619070069\n")
    assert rows[0] == BadRow(1, "it has only 1 cells")


@pytest.mark.parametrize("content", ["", "hello", "{}", "[]", '[{"a": 1}]', "a,b,c\n1,2,3\n", "[1, 2"])
def test_a_file_that_is_no_history_is_refused(tmp_path, content):
    path = tmp_path / "StreamingHistory0.json"
    path.write_text(content)
    with pytest.raises(BadInput, match="StreamingHistory0"):
        open_histories([path])


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="is not a file"):
        open_histories([tmp_path / "nowhere.json"])


def parquet(**columns):
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), written)
    return written.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("artist", ["Shindy", ["Shindy"]])
@pytest.mark.parametrize("at", [AT, AT.replace(tzinfo=None), AT.isoformat(), 1619070069])
def test_a_history_in_parquet(tmp_path, at, artist, pack):
    name = "uts" if isinstance(at, int) else "date"
    content = parquet(**{"artist": [artist], "track": ["Dreams"], name: [at]})
    assert rows_of(tmp_path, pack(content)) == ("CSV", [Play(AT, "Dreams", "Shindy")])


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (json.dumps([YEAR]).encode()[:40], "JSON that breaks off or is damaged before its first row is whole"),
        (parquet(artist=["A"])[:-20], "cannot be read as Parquet"),
        (parquet(artist=["A"])[:-60] + b"\xff" * 52 + parquet(artist=["A"])[-8:], "cannot be read as Parquet"),
        (gzip.compress(json.dumps([YEAR] * 99).encode())[:-20], "copy or export it again"),
        (bytes(range(256)), "it is no text"),
    ],
)
def test_a_history_that_breaks_off_is_refused_with_the_reason(tmp_path, content, what):
    with pytest.raises(BadInput, match=what):
        rows_of(tmp_path, content)
