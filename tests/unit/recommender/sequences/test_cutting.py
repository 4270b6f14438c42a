from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from recommender.prediction.streams.records import Play
from recommender.sequences.cutting import are_first, cut, numbered
from recommender.sequences.records import Numbering

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def play(title: str, minute: float, *, listened_s: float | None = 200.0, artist: str = "A") -> Play:
    return Play(NOON + timedelta(minutes=minute), title, artist, listened_s)


def titles(sessions):
    return [[play.title for play in session] for session in sessions]


def test_a_pause_of_more_than_half_an_hour_ends_a_session():
    assert titles(cut([play("a", 0), play("b", 30), play("c", 60.1)])) == [["a", "b"], ["c"]]


def test_skips_are_no_plays_and_bridge_no_pause():
    plays = [play("a", 0), play("skipped", 20, listened_s=29.9), play("b", 40, listened_s=30.0)]
    assert titles(cut(plays)) == [["a"], ["b"]]


def test_a_play_of_unknown_length_counts():
    assert titles(cut([play("a", 0, listened_s=None)])) == [["a"]]


def test_plays_of_one_minute_stay_in_the_order_given_and_others_go_by_time():
    assert titles(cut([play("c", 5), play("b", 0), play("a", 0)])) == [["b", "a", "c"]]


def test_plays_of_many_listeners_are_cut_as_those_of_each_are():
    rng = np.random.default_rng(4)
    listener = np.repeat(["anna", "bert", "carl"], (40, 1, 25))
    at_ms = np.concatenate([np.sort(rng.integers(0, 40 * 3_600_000, size=n)) for n in (40, 1, 25)])
    at_ms[1] = at_ms[0] + 30 * 60_000
    at_ms[2:40] += 30 * 60_000
    expected = []
    for name in ("anna", "bert", "carl"):
        heard = at_ms[listener == name].tolist()
        sessions = cut(Play(EPOCH + timedelta(milliseconds=at), "x", "A", 200.0) for at in heard)
        expected += [place == 0 for session in sessions for place in range(len(session))]
    assert 3 < sum(expected) < 60
    assert are_first(listener, at_ms).tolist() == expected
    parts = (slice(0, 17), slice(17, 17), slice(17, 40), slice(40, 66))
    in_parts, before = [], None
    for part in parts:
        in_parts += are_first(listener[part], at_ms[part], before=before).tolist()
        before = (listener[part.stop - 1], int(at_ms[part.stop - 1]))
    assert in_parts == expected


def test_no_plays_are_no_sessions():
    assert cut([]) == []


def test_tracks_are_numbered_as_first_heard_by_artist_and_title():
    tracks, artists = Numbering(), Numbering()
    first, second = numbered(
        [[play("x", 0), play("x", 3, artist="B")], [play("y", 60), play("x", 63)]], tracks, artists
    )
    assert (first.tracks.tolist(), first.artists.tolist()) == ([0, 1], [0, 1])
    assert (second.tracks.tolist(), second.artists.tolist()) == ([2, 0], [0, 0])
    assert second.day[1] - first.day[0] == pytest.approx(63 / 1_440)
