import gzip
import json
from datetime import UTC, datetime

import pytest

from etl.tables.history_files import open_histories
from etl.tables.history_rows import BadRow, NoMusic
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
    return "\n".join(json.dumps(each) for each in rows)


@pytest.mark.parametrize(
    ("content", "form", "expected"),
    [
        (json.dumps([YEAR]), "Spotify, last year", Play(MINUTE, "Dreams", "Shindy", 64.08)),
        (json.dumps([EXTENDED]), "Spotify, extended", Play(AT, "Dreams", "Shindy", 64.08)),
        (lines(LISTEN), "ListenBrainz", Play(AT, "Dreams", "Shindy")),
        (json.dumps([LISTEN]), "ListenBrainz", Play(AT, "Dreams", "Shindy")),
        (lines(SCROBBLE), "Last.fm", Play(AT, "Dreams", "Shindy")),
        (
            'uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"1619070069","22 Apr 2021, 05:41",'
            '"Shindy","","Album","","Dreams",""\n',
            "Last.fm",
            Play(AT, "Dreams", "Shindy"),
        ),
        ("Shindy,Album,Dreams,22 Apr 2021 05:41\n", "Last.fm", Play(MINUTE, "Dreams", "Shindy")),
        ("artist;track;date\nShindy;Dreams;2021-04-22 05:41\n", "Last.fm", Play(MINUTE, "Dreams", "Shindy")),
        ("\ufeffArtist\tTrack\tTimestamp\nShindy\tDreams\t1619070069000\n", "Last.fm", Play(AT, "Dreams", "Shindy")),
    ],
)
def test_the_form_is_told_by_the_content(tmp_path, content, form, expected):
    assert rows_of(tmp_path, content) == (form, [expected])


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
    assert [type(each) for each in rows] == [Play, BadRow, Play]


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
