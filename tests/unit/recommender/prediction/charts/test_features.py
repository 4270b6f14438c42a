import numpy as np
import pytest

from recommender.prediction.charts.features import FEATURES, Rows, rows_of
from recommender.prediction.charts.grid import Grid, grids_of
from recommender.prediction.charts.models.lstm import WINDOW, windows
from recommender.prediction.charts.records import ChartEntry, ChartTable, chart_table, merge
from recommender.prediction.charts.song_past import pasts
from recommender.prediction.charts.weeks import parse_week
from tests.builders.charts import arches, chart_of

NAN = np.nan


def grid_of_songs(*songs: list[float]) -> Grid:
    return grids_of(chart_of(np.array(songs).T))[0]


def value(rows: Rows, feature: str, *, row: int, song: int) -> float:
    found = rows.x[(rows.row == row) & (rows.song == song), FEATURES.index(feature)]
    return float(found[0])


def song_of(grid: Grid, title: str) -> int:
    return [song.title for song in grid.songs].index(title)


def test_a_missing_week_is_unknown_not_empty():
    grid = grid_of_songs([5, NAN, 6, 7], [3, NAN, 2, 1])
    assert list(grid.present) == [True, False, True, True]
    rows = rows_of(grid)
    one = song_of(grid, "Song 0")
    assert np.isnan(value(rows, "strength_lag_1", row=2, song=one))
    assert value(rows, "weeks_listed", row=2, song=one) == 2
    assert set(rows.row) == {0, 2, 3}
    before_the_gap = rows.where(rows.row == 0)
    assert np.isnan(before_the_gap.next_in_top).all()


def test_a_song_that_left_counts_as_lying_below_the_last_listed_one():
    grid = grid_of_songs([5, 5, 5], [3, 4, NAN])
    rows = rows_of(grid)
    left = (rows.row == 2) & (rows.song == song_of(grid, "Song 1"))
    assert rows.now[left] < grid.relative[2].min(where=np.isfinite(grid.relative[2]), initial=0)
    assert value(rows, "weeks_since_listed", row=2, song=song_of(grid, "Song 1")) == 1
    assert value(rows, "is_listed", row=2, song=song_of(grid, "Song 1")) == 0


def test_weeks_runs_and_entries_are_counted():
    grid = grid_of_songs([5] * 6, [3, 4, NAN, 4, 4, NAN])
    past = list(pasts(grid))
    back = song_of(grid, "Song 1")
    assert [each.weeks_listed[back] for each in past] == [1, 2, 2, 3, 4, 4]
    assert [each.run[back] for each in past] == [1, 2, 0, 1, 2, 0]
    assert [each.entries[back] for each in past] == [1, 1, 1, 2, 2, 2]


def test_a_song_of_last_years_next_week_is_a_candidate_again():
    n_weeks = 64
    returning = [NAN] * n_weeks
    returning[10] = 9.0
    grid = grid_of_songs([5] * n_weeks, returning)
    rows = rows_of(grid)
    song = song_of(grid, "Song 1")
    assert song in rows.song[rows.row == 61]
    assert value(rows, "was_top_year_ago_next", row=61, song=song) == 1
    assert song not in rows.song[rows.row == 40]


def test_an_artists_other_songs_are_counted():
    strengths = [[5.0]] + [[4.0 - song / 100] for song in range(1, 60)]
    grid = grid_of_songs(*strengths)
    rows = rows_of(grid)
    assert value(rows, "artist_songs", row=0, song=song_of(grid, "Song 3")) == 2
    assert value(rows, "place_among_artist", row=0, song=song_of(grid, "Song 43")) == 1
    assert value(rows, "artist_songs", row=0, song=song_of(grid, "Song 30")) == 1


def test_features_of_a_week_do_not_change_when_more_weeks_come():
    strengths = arches(70, np.random.default_rng(1), n_songs=150)
    early, late = (grids_of(chart_of(each))[0] for each in (strengths[:60], strengths))
    keys = {song.key: place for place, song in enumerate(late.songs)}
    some = rows_of(early, first_row=55)
    same = rows_of(late, first_row=55)
    for row in (55, 59):
        mine, other = some.where(some.row == row), same.where(same.row == row)
        there = np.array([keys[early.songs[song].key] for song in mine.song])
        order = np.searchsorted(other.song, there)
        assert np.array_equal(other.song[order], there)
        np.testing.assert_allclose(mine.x, other.x[order], rtol=1e-5, atol=1e-5)


def test_the_target_is_measured_against_this_weeks_cut():
    grid = grid_of_songs(*([float(song), float(song) + 1] for song in range(60)))
    rows = rows_of(grid)
    first = rows.where(rows.row == 0)
    assert first.next_strength - first.now == pytest.approx(np.ones(60), abs=1e-5)
    assert first.next_in_top.sum() == 50


def test_a_window_holds_one_song_of_one_chart_and_marks_what_is_not_known():
    grids = grids_of(chart_of(np.array([[5.0, NAN, 7.0, 8.0], [4.0, NAN, 3.0, NAN]]).T))
    rows = rows_of(grids[0], first_row=3)
    found = windows(grids, rows)
    one = found[list(rows.song).index(song_of(grids[0], "Song 0"))]
    assert found.shape[1:] == (WINDOW, 4)
    assert list(one[:, 3]) == [0] * (WINDOW - 4) + [1, 0, 1, 1]
    assert (one[one[:, 3] == 0] == 0).all()
    other = found[list(rows.song).index(song_of(grids[0], "Song 1"))]
    assert list(other[-2:, 1]) == [1, 0]


def test_charts_of_several_tables_share_their_songs():
    week = parse_week("2024-W01")
    entry = {"week": week, "rank": 1, "title": "One", "artist": "A"}
    both = merge([chart_table([ChartEntry(chart=name, **entry)]) for name in ("a", "b")])
    assert both.charts == ("a", "b")
    assert len(both.songs) == 1
    assert [len(both.of(name)) for name in both.charts] == [1, 1]
    assert isinstance(both.since(week + 1), ChartTable)
    assert len(both.since(week + 1)) == 0
