"""Counts beside a catalogue."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from recommender.catalogue.building import build_catalogue
from recommender.listening.history.live_plays import REMEMBERED_LISTENERS, LivePlays
from recommender.listening.history.play_table import PlayTable
from recommender.listening.history.play_windows import PlayWindows
from recommender.records import ListenerId
from tests.builders.events import START, event
from tests.builders.index import made_tracks
from tests.contracts.fakes.plays import FakePlayStore

CATALOGUE = build_catalogue(made_tracks(1, 4), revision="1")
ANNA = ListenerId("anna")


class CountingStore(FakePlayStore):
    """Remembers from which revision it was asked."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def counts_since(self, listener_id, revision):
        self.asked.append(revision)
        yield from super().counts_since(listener_id, revision)


def test_only_what_changed_is_read_again():
    store = CountingStore()
    live = LivePlays(store)
    assert live.table(ANNA, CATALOGUE).plays.tolist() == [0, 0, 0, 0]
    assert store.asked == []
    store.listen([event("finished", "k00-t01", number=1)])
    before = live.table(ANNA, CATALOGUE)
    assert live.table(ANNA, CATALOGUE) is before
    store.listen([event("finished", "k00-t02", number=2), event("finished", "not here", number=3)])
    assert live.table(ANNA, CATALOGUE).plays.tolist() == [0, 1, 1, 0]
    assert before.plays.tolist() == [0, 1, 0, 0]
    assert store.asked == [0, 1]


def test_counts_that_were_deleted_are_forgotten():
    store = FakePlayStore()
    live = LivePlays(store)
    store.listen([event("finished", "k00-t01", number=1)])
    live.table(ANNA, CATALOGUE)
    store.clear()
    assert live.table(ANNA, CATALOGUE).plays.tolist() == [0, 0, 0, 0]


def test_who_has_not_looked_for_long_is_forgotten():
    store = CountingStore()
    live = LivePlays(store)
    store.listen([event("finished", "k00-t01", number=1)])
    live.table(ANNA, CATALOGUE)
    for number in range(REMEMBERED_LISTENERS):
        live.table(ListenerId(f"other {number}"), CATALOGUE)
    live.table(ANNA, CATALOGUE)
    assert store.asked == [0, 0]


def table(plays, days_ago, now):
    played_s = [now.timestamp() - days * 86_400 if n else 0.0 for n, days in zip(plays, days_ago, strict=True)]
    return PlayTable(1, np.array(plays, dtype=np.int32), np.array(played_s))


def test_the_most_played_come_first_and_of_equals_the_latest():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert table([2, 0, 5, 2], [9, 0, 9, 3], now).most_played(3).tolist() == [2, 3, 0]


def test_what_was_never_played_is_never_rediscovered():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert table([0, 1, 1], [0, 91, 89], now).rediscover([0, 1, 2], now=now, n=9).tolist() == [1]


class Spans(FakePlayStore):
    """Remembers of how many hours plays were asked for."""

    def __init__(self):
        super().__init__()
        self.hours = []

    def plays_between(self, listener_id, since, until):
        self.hours.append(round((until - since).total_seconds() / 3600))
        return super().plays_between(listener_id, since, until)


def test_a_window_that_moves_on_reads_only_what_comes_and_goes_and_counts_as_if_made_anew():
    store = Spans()
    live, windows = LivePlays(store), PlayWindows(store)
    hours, spans = [0, 1, 2, 26, 27, 50, 51, 170], []
    for n, hour in enumerate(hours):
        store.listen([event("finished", f"k00-t0{n % 4}", number=n, minutes=60 * hour)])
        now = START + timedelta(hours=hour, minutes=n + 1)
        table = live.table(ANNA, CATALOGUE)
        store.hours = []
        moved = windows.plays(ANNA, CATALOGUE, table, days=1, now=now)
        spans.append([*store.hours])
        anew = PlayWindows(store).plays(ANNA, CATALOGUE, table, days=1, now=now)
        assert moved.tolist() == anew.tolist()
    assert spans[:2] == [[0, 24], [0, 1, 1]]


def test_a_play_that_comes_late_has_its_window_counted_anew():
    store = Spans()
    live, windows = LivePlays(store), PlayWindows(store)
    now = START + timedelta(hours=9)

    def is_counted_anew():
        return any(hours > 100 for hours in store.hours)

    def counted():
        return windows.plays(ANNA, CATALOGUE, live.table(ANNA, CATALOGUE), days=7, now=now).tolist()

    store.listen([event("finished", "k00-t01", number=1, minutes=60)])
    assert counted() == [0, 1, 0, 0]
    store.hours.clear()
    store.listen([event("finished", "k00-t01", number=8, minutes=9 * 60 - 1)])
    assert counted() == [0, 2, 0, 0]
    assert not is_counted_anew()
    store.listen([event("finished", "k00-t02", number=2, minutes=30), event("finished", "gone", number=3, minutes=30)])
    assert counted() == [0, 2, 1, 0]
    assert is_counted_anew()
    store.clear()
    assert counted() == [0, 0, 0, 0]


@pytest.mark.parametrize("n", [1, 2, 3, 7, 50])
def test_the_most_played_are_the_first_of_all_by_plays(n):
    plays = np.random.default_rng(n).poisson(0.8, 40).astype(np.int32)
    counted = PlayTable(1, plays, np.arange(40, dtype=np.float64))
    wanted = sorted(np.flatnonzero(plays).tolist(), key=lambda at: (-plays[at], -at))[:n]
    assert counted.most_played(n).tolist() == wanted
    assert PlayTable.empty(0).most_played(n).tolist() == []
