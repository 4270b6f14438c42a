"""What is a play, what is a skip, and what is neither."""

from datetime import timedelta
from itertools import permutations

import pytest

from recommender.listening.history.plays import count_hearings, hearing_of, hearing_of_import
from recommender.prediction.streams.records import Play, StoredPlay
from recommender.records import ListenerId, TrackId
from tests.builders.events import START, event


@pytest.mark.parametrize(
    ("kind", "position_s", "is_play", "is_skip"),
    [
        ("finished", 180.0, True, False),
        ("finished", 12.0, True, False),
        ("finished", None, True, False),
        ("skipped", 29.9, False, True),
        ("skipped", None, False, True),
        ("skipped", 30.0, True, False),
        ("left", 29.9, False, False),
        ("left", 30.0, True, False),
    ],
)
def test_what_was_heard_for_30_seconds_or_to_its_end_is_a_play(kind, position_s, is_play, is_skip):
    hearing = hearing_of(event(kind, "a", position_s=position_s))
    assert (hearing.is_play, hearing.is_skip) == (is_play, is_skip)


@pytest.mark.parametrize("kind", ["started", "progressed", "liked", "queued", "shown", "searched"])
def test_what_does_not_end_a_track_is_no_hearing(kind):
    assert hearing_of(event(kind, "a", position_s=60.0)) is None


@pytest.mark.parametrize("source", ["imported", "simulated"])
def test_imported_and_simulated_events_count_for_nobody(source):
    assert hearing_of(event("finished", "a", source=source)) is None


def test_a_finished_track_without_a_position_was_heard_in_whole():
    assert hearing_of(event("finished", "a")).listened_s == 180.0


@pytest.mark.parametrize(("listened_s", "is_play"), [(None, True), (30.0, True), (29.0, False)])
def test_an_imported_play_counts_as_the_history_says(listened_s, is_play):
    stored = StoredPlay(bytes(16), Play(START, "Song", "Band", listened_s), TrackId("a"))
    hearing = hearing_of_import(stored, ListenerId("anna"))
    assert (hearing.is_play, hearing.is_skip) == (is_play, not is_play)


def test_an_imported_play_of_a_song_that_is_not_here_is_no_hearing():
    assert hearing_of_import(StoredPlay(bytes(16), Play(START, "Song", "Band")), ListenerId("anna")) is None


def test_the_order_of_hearings_does_not_matter():
    ended = [("finished", 1), ("skipped", 2), ("left", 3)]
    hearings = [hearing_of(event(kind, "a", number=n, position_s=40.0 / n)) for kind, n in ended]
    counted = {count_hearings(each)["anna", "a"] for each in map(tuple, permutations(hearings))}
    at = START + timedelta(minutes=1)
    assert {(each.plays, each.skips, each.first_played_at, each.last_played_at) for each in counted} == {(1, 1, at, at)}
