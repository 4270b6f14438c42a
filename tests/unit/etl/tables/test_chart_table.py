import gzip
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from etl.tables.chart_table import read_charts
from recommender.errors import BadInput
from recommender.prediction.charts.records import written_key
from recommender.prediction.charts.weeks import week_name

HEAD = "week,rank,track,artist\n"


def written(tmp_path, text, name="list.csv"):
    path = tmp_path / name
    path.write_text(text)
    return path


def test_columns_are_found_by_any_of_their_names(tmp_path):
    path = tmp_path / "some.parquet"
    pd.DataFrame(
        {
            "Region": ["za", "za"],
            "week_end": ["2023-06-22", "2023-06-29"],
            "rank": [1, 1],
            "track_name": ["One", "One"],
            "artist_names": ["A, B", "A"],
            "streams": [10, 20],
        }
    ).to_parquet(path)
    table = read_charts([path]).table
    assert table.charts == ("za",)
    assert [week_name(int(week)) for week in table.week] == ["2023-W25", "2023-W26"]
    assert list(table.streams) == [10, 20]
    assert len(table.songs) == 1


def test_a_compressed_file_without_a_chart_column_is_one_chart_named_like_it(tmp_path):
    path = tmp_path / "hits.csv.gz"
    path.write_bytes(gzip.compress(b"date,this_week,song,artist\n2019-12-21,1,One,A\n2019-12-28,1,Two,B\n"))
    table = read_charts([path]).table
    assert table.charts == ("hits",)
    assert np.isnan(table.streams).all()


def test_a_song_listed_twice_in_a_week_keeps_its_better_place_and_ranks_close_up(tmp_path):
    rows = "2020-01-02,1,One,A\n2020-01-02,2,ONE!,A feat. Z\n2020-01-02,5,Two,B\n"
    table = read_charts([written(tmp_path, HEAD + rows)]).table
    assert list(table.rank) == [1, 2]
    assert [table.songs[song].title for song in table.song] == ["ONE!", "Two"]


def test_a_remix_stays_another_song(tmp_path):
    rows = "2020-01-02,1,One,A\n2020-01-02,2,One - Remix,A\n"
    assert len(read_charts([written(tmp_path, HEAD + rows)]).table) == 2


def test_songs_may_be_matched_as_they_are_written(tmp_path):
    rows = "2020-01-02,1,One,A\n2020-01-09,2,one,A\n"
    path = written(tmp_path, HEAD + rows)
    assert len(read_charts([path]).table.songs) == 1
    assert len(read_charts([path], key_of=written_key).table.songs) == 2


def test_bad_rows_are_left_out_and_named(tmp_path):
    rows = "2020-01-02,1,One,A\nsoon,2,Two,B\n2020-01-02,0,Three,C\n2020-01-02,4,,D\n2020-01-02,5,Five,\n"
    read = read_charts([written(tmp_path, HEAD + rows)])
    assert len(read.table) == 1
    assert read.left_out == (
        "4 of 5 rows left out: 1 without a date, 1 without a rank of 1 or more, 1 without a title, 1 without an artist"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("week,track,artist\n2020-01-02,One,A\n", "no column for the rank"),
        (HEAD + "soon,1,One,A\n", r"none of its 1 rows .*the first is week 'soon', rank '1', title 'One', artist 'A'"),
        (HEAD + "2020-01-02,1,One,A\n2020-01-03,1,Two,B\n", "two dates in week 2020-W01"),
    ],
)
def test_what_is_no_table_of_weekly_charts_is_refused_by_name(tmp_path, text, words):
    with pytest.raises(BadInput, match=words):
        read_charts([written(tmp_path, text)])


def test_a_missing_or_broken_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="is not a file"):
        read_charts([tmp_path / "none.csv"])
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(BadInput, match="cannot be read"):
        read_charts([broken])


def test_a_rank_that_no_chart_has_is_left_out(tmp_path):
    read = read_charts([written(tmp_path, HEAD + f"2020-01-02,1,One,A\n2020-01-02,{'9' * 30},Two,B\n")])
    assert read.left_out == "1 of 2 rows left out: 1 with a rank above 100,000"


@pytest.mark.parametrize("title", ["007", "1e5", "1999", "null", "None", "True", "NA", "nan", "[1]"])
def test_a_title_is_a_text(tmp_path, title):
    table = read_charts([written(tmp_path, HEAD + f"2020-01-02,1,{title},A\n")]).table
    assert table.songs[0].title == title


@pytest.mark.parametrize("country", ["NA", "NO", "on", "1", "null"])
def test_a_country_is_a_text(tmp_path, country):
    path = written(tmp_path, f"week,rank,track,artist,country\n2020-01-02,1,One,A,{country}\n")
    assert read_charts([path]).table.charts == (country,)


def test_each_region_is_a_chart_and_each_kind_of_chart_where_there_are_several(tmp_path):
    head, row = "title,rank,date,artist,region,chart\n", "One,1,2020-01-02,A,{},{}\n"
    one = written(tmp_path, head + row.format("Peru", "top200") + row.format("Chile", "top200"))
    assert read_charts([one]).table.charts == ("Peru", "Chile")
    two = written(tmp_path, head + row.format("Peru", "top200") + row.format("Peru", "viral50"))
    assert read_charts([two]).table.charts == ("Peru top200", "Peru viral50")
    unnamed = written(tmp_path, head + row.format("", ""))
    assert read_charts([unnamed]).table.charts == ("list",)


@pytest.mark.parametrize("streams", ["1,234,567", "1.234.567", "1 234 567", "1234567", "1234567.0"])
def test_streams_with_their_thousands_apart(tmp_path, streams):
    path = written(tmp_path, f'week;rank;track;artist;streams\n2020-01-02;1;One;A;"{streams}"\n')
    assert read_charts([path]).table.streams.tolist() == [1_234_567.0]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8-sig", "utf-16"])
def test_other_encodings(tmp_path, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes((HEAD + "2020-01-02,1,Café,Björk\n").encode(encoding))
    assert read_charts([path]).table.songs[0].title == "Café"


@pytest.mark.parametrize("delimiter", ";\t|")
def test_other_delimiters(tmp_path, delimiter):
    text = (
        "sep=;\n" * (delimiter == ";") + HEAD.replace(",", delimiter) + "2020-01-02,1,One,A\n".replace(",", delimiter)
    )
    assert len(read_charts([written(tmp_path, text)]).table) == 1


@pytest.mark.parametrize("rank", ["1", "1.0", "#1", "1.", "1st", "No. 1"])
def test_a_rank_however_it_is_written(tmp_path, rank):
    assert len(read_charts([written(tmp_path, HEAD + f"2020-01-02,{rank},One,A\n")]).table) == 1


def test_american_dates_are_told_by_the_whole_column(tmp_path):
    rows = "7/17/1965,1,One,A\n7/24/1965,1,One,A\n8/7/1965,1,One,A\n"
    table = read_charts([written(tmp_path, HEAD + rows)]).table
    assert [week_name(int(week)) for week in table.week] == ["1965-W28", "1965-W29", "1965-W31"]


def test_dates_that_may_be_either_are_refused(tmp_path):
    with pytest.raises(
        BadInput, match=r"list\.csv: '7/8/1965' and its other dates may be read day first or month first"
    ):
        read_charts([written(tmp_path, HEAD + "7/8/1965,1,One,A\n")])


def test_weeks_of_no_chart_are_left_out(tmp_path):
    rows = "2020-01-02,1,One,A\n0001-01-05,1,One,A\n9999-12-31,1,One,A\n1601-01-01,1,One,A\n"
    read = read_charts([written(tmp_path, HEAD + rows)], clock=lambda: datetime(2026, 11, 28, tzinfo=UTC))
    assert len(read.table) == 1
    assert read.left_out == "3 of 4 rows left out: 3 with a date before 1900 or after 2027-01-27"


def test_files_named_by_week_are_one_chart(tmp_path):
    text = "rank,artist_names,track_name,streams\n1,A,One,9\n"
    old = 'Note that these figures are generated, see below\nPosition,"Track Name",Artist,Streams\n1,One,A,9\n'
    files = [
        written(tmp_path, text, "regional-global-weekly-2023-07-27.csv"),
        written(tmp_path, text, "regional-global-weekly-2023-08-03.csv"),
        written(tmp_path, old, "regional-global-weekly-2017-01-06--2017-01-13.csv"),
    ]
    read = read_charts(files)
    assert read.table.charts == ("regional-global-weekly",)
    assert [week_name(int(week)) for week in read.table.week] == ["2017-W02", "2023-W30", "2023-W31"]
    assert [file.name for file in read.dated_files] == [file.stem for file in files]


def test_artists_written_as_a_list_are_a_credit(tmp_path):
    path = written(tmp_path, HEAD + '2020-01-02,1,One,"[\'A\', ""B\'s""]"\n')
    assert read_charts([path]).table.songs[0].artist == "A, B's"


def test_rows_that_are_cut_off_are_counted(tmp_path):
    read = read_charts([written(tmp_path, HEAD + "2020-01-02,1,One,A\n2020-01-02,2\n2020-01-02,3,T,B,more\n")])
    assert read.left_out == "2 of 3 rows left out: 2 cut off, or with cells too many"


def test_an_empty_file_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"list\.csv is empty"):
        read_charts([written(tmp_path, "\n")])


def test_two_files_with_the_same_chart_are_refused(tmp_path):
    path = written(tmp_path, HEAD + "2020-01-02,1,One,A\n")
    with pytest.raises(BadInput, match="is in two tables"):
        read_charts([path, path])


def test_a_blank_among_the_streams_is_unknown_for_its_entry_and_told(tmp_path):
    rows = "2020-01-02;1;One;A;1,234,567\n2020-01-02;2;Two;B;\n2020-01-02;3;Three;C;987654\n2020-01-02;4;Four;D;987\n"
    read = read_charts([written(tmp_path, HEAD.replace(",", ";").replace("artist", "artist;streams") + rows)])
    np.testing.assert_equal(read.table.streams, [1_234_567, np.nan, 987_654, 987])
    assert read.left_out == (
        "streams of 1 of 4 entries are no number above 0 (such as ''): each is taken to lie between its neighbours of "
        "the week, and a chart that tells fewer than half of a week goes by rank"
    )


def test_streams_that_are_no_numbers_at_all_are_told(tmp_path):
    path = written(tmp_path, HEAD.replace("artist", "artist,streams") + "2020-01-02,1,One,A,many\n")
    assert "streams of 1 of 1 entries are no number above 0 (such as 'many')" in read_charts([path]).left_out
