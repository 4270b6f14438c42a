import numpy as np

from recommender.prediction.charts.grid import grids_of
from recommender.prediction.charts.models.winter import winter_columns, winter_songs
from recommender.prediction.charts.records import ChartEntry, chart_table
from recommender.prediction.charts.song_past import pasts
from recommender.prediction.charts.weeks import parse_week

FIRST = parse_week("2021-W50")
CHRISTMAS, NEXT_CHRISTMAS = 0, 52
ORDINARY = [f"Song {place}" for place in range(70)]


def chart_with_returning_songs():
    """Two Decembers with ten songs on top that are not listed in between; two of them say so in their titles."""
    seasonal = ["Jingle Rock", "White Christmas", *(f"Comes Back {place}" for place in range(8))]
    entries = []
    for week in range(NEXT_CHRISTMAS + 3):
        winter = week in (CHRISTMAS, CHRISTMAS + 1, NEXT_CHRISTMAS, NEXT_CHRISTMAS + 1)
        titles = [*(seasonal if winter else []), *ORDINARY]
        entries += [
            ChartEntry(chart="made", week=FIRST + week, rank=place, title=title, artist="A")
            for place, title in enumerate(titles, start=1)
        ]
    return grids_of(chart_table(entries))[0]


def columns_at(row: int):
    grid = chart_with_returning_songs()
    past = next(each for each in pasts(grid) if each.row == row)
    names = [song.title for song in grid.songs]
    return grid, past, names, winter_columns(grid, past)


def test_a_song_is_a_winter_song_by_its_title_at_once_and_by_its_return_later():
    grid, past, names, _ = columns_at(CHRISTMAS)
    assert winter_songs(grid, past).sum() == 2
    grid, past, names, _ = columns_at(NEXT_CHRISTMAS)
    known = winter_songs(grid, past)
    assert {names[song] for song in np.flatnonzero(known)} == set(names) - set(ORDINARY)


def test_an_ordinary_songs_rank_and_room_leave_the_winter_songs_out():
    grid, past, names, columns = columns_at(NEXT_CHRISTMAS + 1)
    assert columns.winter_in_top == 10
    assert columns.winter_in_top_year_ago_next == 0
    last = names.index("Song 45")
    assert grid.rank[past.row, last] == 56
    assert columns.ordinary_rank[last] == 46
    assert columns.ordinary_room[last] == 4
    assert np.isnan(columns.ordinary_rank[names.index("Jingle Rock")])


def test_without_last_years_week_the_room_is_not_known():
    _, _, names, columns = columns_at(CHRISTMAS)
    assert np.isnan(columns.ordinary_room[names.index("Song 1")])
