"""Tables of releases become careers: columns by name, distinct releases, complete years only."""

import gzip
from datetime import UTC, date, datetime

import pyarrow
import pyarrow.parquet
import pytest

from etl.tables.release_table import read_releases
from recommender.errors import BadInput
from recommender.prediction.releases.careers import careers_of
from recommender.prediction.releases.credits import leading_artists
from recommender.prediction.releases.from_catalogue import releases_of
from recommender.records import Track


def clock():
    return datetime(2026, 11, 21, tzinfo=UTC)


def counts(table):
    careers = careers_of(table)
    return {
        name: {careers.first_year + i: int(n) for i, n in enumerate(row) if n}
        for name, row in zip(careers.names, careers.counts, strict=True)
    }


def read(tmp_path, text, name="t.csv"):
    path = tmp_path / name
    path.write_text(text)
    return read_releases(path, clock=clock)


def test_tracks_of_one_album_are_one_release_of_the_earliest_year(tmp_path):
    table = read(
        tmp_path,
        "Artist,Album,name,release_date\nNena,Nena,a,1983-01-14\nNena,Nena,b,1983-01-14\n"
        "Nena,Nena (Deluxe Edition),c,2008-12-02\n"
        "nena,Fragezeichen,d,1984\n",
    )
    assert counts(table) == {"Nena": {1983: 1, 1984: 1}}
    assert table.last_complete_year == 2008


def test_a_chart_counts_a_song_in_the_year_of_its_first_week_and_leaves_the_opening_week_out(tmp_path):
    table = read(
        tmp_path,
        "date,this_week,song,artist\n2000-01-01,1,Old,A\n2000-01-08,1,Old,A\n2000-01-08,2,New,A\n2001-12-29,1,New,A\n"
        "2001-12-29,2,Other,A feat. B\n",
    )
    assert counts(table) == {"A": {2000: 1, 2001: 1}}
    assert "first week in the chart" in table.release_is
    assert table.last_complete_year == 2001


def test_counts_by_year_are_taken_as_they_are(tmp_path):
    table = read(tmp_path, "artist,year,n_releases\nA,1999,2\nA,2000,0\nA,2001,3\nB,2001,x\n")
    assert counts(table) == {"A": {1999: 2, 2001: 3}}
    assert "1 of 4 rows left out: the count is not a whole number" in table.notes[0]


def test_bad_rows_are_counted_with_their_reason(tmp_path):
    table = read(tmp_path, "artist,year\nA,1999\n,1999\nA,soon\nA,2090\nA,2001\nA\n")
    assert counts(table) == {"A": {1999: 1, 2001: 1}}
    assert "no artist" in table.notes[0]
    assert table.notes[1].startswith("2 of 5 rows left out: no year from 1860 to 2026")
    assert table.notes[2] == "1 rows left out: cut off, or with cells too many"


def test_a_year_without_its_december_is_not_complete(tmp_path):
    table = read(tmp_path, "artist,date,title\nA,2018-03-01,x\nA,2019-05-01,y\nB,2019-06-01,z\n")
    assert table.last_complete_year == 2018
    careers = careers_of(table)
    assert careers.n_years == 1
    assert careers.debut[careers.keys.index("b")] == 1


def test_the_present_year_is_never_complete(tmp_path):
    assert read(tmp_path, "artist,year\nA,2025\nA,2026\n").last_complete_year == 2025


def test_packed_and_parquet_tables_read_alike(tmp_path):
    text = "performer,release_year,title\nA,1999,x\nB,2001,y\n"
    packed, parquet = tmp_path / "t.csv.gz", tmp_path / "t.parquet"
    packed.write_bytes(gzip.compress(text.encode()))
    columns = {"performer": ["A", "B"], "Release Year": [1999, 2001], "title": ["x", None]}
    pyarrow.parquet.write_table(pyarrow.table(columns), parquet)
    expected = {"A": {1999: 1}, "B": {2001: 1}}
    assert counts(read_releases(packed, clock=clock)) == expected
    assert counts(read_releases(parquet, clock=clock)) == expected


def test_fma_tables_are_read_with_their_three_header_rows(tmp_path):
    table = read(
        tmp_path,
        ",album,album,artist,track\n,date_released,title,name,title\ntrack_id,,,,\n"
        "2,2009-12-05 00:00:00,Way,AWOL,Food\n3,2009-12-05 00:00:00,Way,AWOL,Beat\n5,2010-12-01 00:00:00,Two,AW",
    )
    assert counts(table) == {"AWOL": {2009: 1}}
    assert len(table.notes) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("name,year\nA,1999\n", "no column for the artist"),
        ("artist,title\nA,x\n", "no column for the date"),
        ("artist,year\nA,never\n", "none of its 1 rows is a release"),
    ],
)
def test_what_is_no_table_of_releases_is_refused_with_the_reason(tmp_path, text, why):
    with pytest.raises(BadInput, match=why):
        read(tmp_path, text)


def test_a_missing_file_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="is not a file"):
        read_releases(tmp_path / "none.csv")


def test_bands_keep_their_company_and_guests_go():
    names = ["Drake", "Drake & Future", "Drake Featuring Rihanna", "Simon & Garfunkel", "Earth, Wind & Fire", "Various"]
    assert leading_artists(names) == {
        "Drake": "Drake",
        "Drake & Future": "Drake",
        "Drake Featuring Rihanna": "Drake",
        "Simon & Garfunkel": "Simon & Garfunkel",
        "Earth, Wind & Fire": "Earth, Wind & Fire",
    }


def track(**given):
    return Track(track_id=str(given), **given)


def test_the_catalogue_counts_albums_and_single_tracks():
    tracks = [
        track(title="a", artist="Guest", album="One", album_artist="Host", released_on=date(2001, 5, 1)),
        track(title="b", artist="Host", album="One", released_on=date(2001, 5, 1)),
        track(title="c", artist="Host", released_on=date(2003, 12, 1)),
        track(title="d", artist="Host"),
        track(title="e", artist="Host", released_on=date(2003, 12, 1), status="rejected"),
    ]
    table = releases_of(tracks, this_year=2026)
    assert counts(table) == {"Host": {2001: 1, 2003: 1}}
    assert table.notes == ("1 of 4 tracks have no artist or no release date",)


def test_a_catalogue_without_dates_says_what_to_do():
    with pytest.raises(BadInput, match="segue train releases FILE"):
        releases_of([track(title="d", artist="Host")], this_year=2026)


def test_artists_written_as_a_list_are_artists(tmp_path):
    table = read(tmp_path, "artists,album,year\n\"['A']\",x,1999\n\"['A', 'B']\",y,2000\nZ,z,2001\n")
    assert counts(table) == {"A": {1999: 1, 2000: 1}, "Z": {2001: 1}}


def test_a_chart_with_american_dates_counts_each_song_once_in_its_first_week(tmp_path):
    rows = "7/24/1965,1,Old,A\n7/17/1965,1,Old,A\n7/24/1965,2,New,A\n1/1/1966,1,New,A\n1/8/1966,2,Other,A\n"
    assert counts(read(tmp_path, "WeekID,Week Position,Song,Performer\n" + rows)) == {"A": {1965: 1}}


@pytest.mark.parametrize("date", ["17 Jul 1999", "July 17, 1999", "17.07.1999", "7/8/1999", "1999.0"])
def test_a_year_however_the_date_is_written(tmp_path, date):
    assert counts(read(tmp_path, f"artist;album;date\nA;x;{date}\nA;y;2001\n")) == {"A": {1999: 1, 2001: 1}}


def test_an_x_at_the_end_of_a_name_belongs_to_it():
    given = [
        "Lil Nas X",
        "Lil Nas X & Cardi B",
        "Lil Nas X x Doja Cat",
        "Earth, Wind & Fire",
        "Earth, Wind & Fire, B",
    ]
    assert list(leading_artists(given).values()).count("Lil Nas X") == 3
    assert leading_artists(given)["Earth, Wind & Fire, B"] == "Earth, Wind & Fire"
