import gzip

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
        (HEAD + "soon,1,One,A\n", "none of its 1 rows"),
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


def test_two_files_with_the_same_chart_are_refused(tmp_path):
    path = written(tmp_path, HEAD + "2020-01-02,1,One,A\n")
    with pytest.raises(BadInput, match="is in two tables"):
        read_charts([path, path])
