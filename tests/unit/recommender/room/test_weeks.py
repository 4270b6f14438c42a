from datetime import UTC, datetime, timedelta

import pytest

from recommender.errors import BadInput
from recommender.listening.history.plays import WeekPlays
from recommender.records import TrackId
from recommender.room.weeks.binary import read_weeks, write_weeks
from recommender.room.weeks.counting import MAX_WEEKS, count_weeks, first_monday

NOW = datetime(2026, 1, 7, 23, 59, tzinfo=UTC)
ROWS = {"a": 3, "b": 0}


def weeks_of(*counted):
    return count_weeks((WeekPlays(TrackId(t), w, n) for t, w, n in counted), ROWS.get, first_monday(NOW))


def plays_of(weeks, week):
    part = slice(*weeks.starts[week : week + 2].tolist())
    return dict(zip(weeks.rows[part].tolist(), weeks.plays[part].tolist(), strict=True))


def test_the_last_week_is_the_one_that_is_under_way_and_begins_on_a_monday():
    monday = first_monday(NOW)
    assert monday + timedelta(weeks=MAX_WEEKS - 1) == datetime(2026, 1, 5, tzinfo=UTC)
    assert first_monday(datetime(2026, 1, 5, tzinfo=UTC)) == monday


def test_weeks_begin_with_the_first_play_and_go_on_to_now_also_where_nothing_was_played():
    weeks = weeks_of(("a", MAX_WEEKS - 4, 2), ("b", MAX_WEEKS - 4, 1), ("a", MAX_WEEKS - 2, 300))
    assert len(weeks) == 4
    assert weeks.monday == datetime(2025, 12, 15, tzinfo=UTC)
    assert [plays_of(weeks, week) for week in range(4)] == [{0: 1, 3: 2}, {}, {3: 255}, {}]


def test_what_is_not_in_the_map_is_counted_and_has_no_row():
    weeks = weeks_of(("gone", 5, 7), ("a", MAX_WEEKS - 1, 1))
    assert (len(weeks), weeks.n_elsewhere, weeks.rows.tolist()) == (1, 7, [3])
    nothing = weeks_of(("gone", 5, 7))
    assert (len(nothing), nothing.n_elsewhere) == (0, 7)


def test_what_is_written_is_read_again():
    weeks = weeks_of(("a", MAX_WEEKS - 4, 2), ("b", MAX_WEEKS - 1, 1), ("gone", 3, 1))
    version, read = read_weeks(write_weeks("v1", weeks))
    assert (version, read.monday, read.n_elsewhere, len(read)) == ("v1", weeks.monday, 1, 4)
    assert [plays_of(read, week) for week in range(4)] == [plays_of(weeks, week) for week in range(4)]
    assert len(read_weeks(write_weeks("v1", weeks_of()))[1]) == 0


def test_a_year_of_much_listening_is_small():
    counted = [("a" if n % 2 else "b", week, 1) for week in range(MAX_WEEKS) for n in range(2)]
    assert len(write_weeks("v1", weeks_of(*counted))) < 5 * len(counted) + 4 * (MAX_WEEKS + 1) + 200


@pytest.mark.parametrize("change", [lambda _: b"", lambda data: data[:-1], lambda data: b"SGMP" + data[4:]])
def test_other_bytes_are_refused(change):
    with pytest.raises(BadInput, match="not weeks of segue's format"):
        read_weeks(change(write_weeks("v1", weeks_of(("a", 5, 1)))))
