import json
from datetime import timedelta
from itertools import permutations

import numpy as np
import pytest
from msgspec.structs import replace as changed

from etl.histories.files import open_histories
from infra.jobs import import_history
from infra.jobs.import_history import import_histories, owes_the_taste, tell_the_taste
from recommender.errors import BadInput
from recommender.events import IMPORTED, is_simulated
from recommender.listening.folding import update_taste
from recommender.listening.taste import Taste
from recommender.prediction.streams.importing import SongMatcher, play_id, taste_event
from recommender.prediction.streams.own_plays import plays_of
from recommender.prediction.streams.records import StoredPlay
from recommender.records import ListenerId, Track, TrackId
from recommender.simulation.activity import simulate_events
from tests.builders.events import HALF_LIFE_DAYS, START, event, taste_after
from tests.builders.history import play
from tests.contracts.fakes.history import FakeHistoryStore

ANNA = ListenerId("anna")
TRACKS = [
    Track(track_id=TrackId("1"), title="Stay (feat. X)", artist="Ann"),
    Track(track_id=TrackId("2"), title="Go", artist="Bo"),
]


def history_file(tmp_path, rows):
    tmp_path.mkdir(exist_ok=True)
    path = tmp_path / "history.json"
    names = ("endTime", "artistName", "trackName", "msPlayed")
    path.write_text(json.dumps([dict(zip(names, row, strict=True)) for row in rows]))
    return open_histories([path])


ROWS = [
    ("2021-04-22 05:41", "ANN", "Stay", 200_000),
    ("2021-04-22 05:45", "Ann", "Stay", 5_000),
    ("2021-04-22 05:46", "Nobody", "Unknown", 200_000),
    ("2021-04-22 05:50", "", "Broken", 200_000),
]


def test_an_import_matches_counts_and_keeps_the_unmatched(tmp_path):
    store = FakeHistoryStore()
    summary = import_histories(history_file(tmp_path, ROWS), store, SongMatcher(TRACKS), ANNA)
    assert (summary.rows, summary.new, summary.unmatched, summary.bad) == (4, 3, 1, 1)
    assert summary.examples[0][1].row == 4
    assert [each.track_id for each in store.of_listener(ANNA)] == ["1", "1", None]
    assert [each.play.title for each in store.of_listener(ANNA)][2] == "Unknown"


def test_the_same_file_again_changes_nothing_and_finds_new_tracks(tmp_path):
    store = FakeHistoryStore()
    import_histories(history_file(tmp_path, ROWS), store, SongMatcher(TRACKS), ANNA)
    more = [*TRACKS, Track(track_id=TrackId("3"), title="Unknown", artist="Nobody")]
    summary = import_histories(history_file(tmp_path, ROWS), store, SongMatcher(more), ANNA)
    assert (summary.new, summary.known, summary.rematched) == (0, 3, 1)


def test_one_play_in_both_of_spotifys_forms_is_one():
    short, extended = play("Stay", "Ann", day=0), play("Stay", "Ann", day=0.0002)
    assert short.at.minute == extended.at.minute
    assert play_id(short, "k", ANNA) == play_id(extended, "k", ANNA)
    assert play_id(short, "k", ANNA) != play_id(short, "k", ListenerId("ben"))
    assert play_id(short, "k", ANNA) != play_id(play("Stay", "Ann", day=0, listened_s=201), "k", ANNA)


def test_the_taste_is_told_once_of_what_is_heard_and_still_counts(tmp_path):
    store, sent = FakeHistoryStore(), []
    rows = [*ROWS, ("2019-01-01 00:00", "Ann", "Stay", 200_000)]
    import_histories(history_file(tmp_path, rows), store, SongMatcher(TRACKS), ANNA)
    assert owes_the_taste(store, ANNA, half_life_days=HALF_LIFE_DAYS)
    assert tell_the_taste(store, ANNA, sent.extend, half_life_days=HALF_LIFE_DAYS) == 1
    assert tell_the_taste(store, ANNA, sent.extend, half_life_days=HALF_LIFE_DAYS) == 0
    assert not owes_the_taste(store, ANNA, half_life_days=HALF_LIFE_DAYS)
    (only,) = sent
    assert (only.kind, only.track_id, only.source, only.occurred_at.year) == ("finished", "1", IMPORTED, 2021)


def test_what_cannot_be_read_ends_the_import_after_what_came_before_it(tmp_path, monkeypatch):
    store = FakeHistoryStore()
    monkeypatch.setattr(import_history, "PLAYS_PER_WRITE", 2)
    histories = history_file(tmp_path, ROWS)
    gone = history_file(tmp_path / "gone", ROWS)
    gone[0].path.unlink()
    with pytest.raises(BadInput, match="cannot be read"):
        import_histories([*histories, *gone], store, SongMatcher(TRACKS), ANNA)
    assert len(list(store.of_listener(ANNA))) == 2


def test_what_kafka_did_not_take_is_still_owed(tmp_path):
    store = FakeHistoryStore()
    import_histories(history_file(tmp_path, ROWS), store, SongMatcher(TRACKS), ANNA)

    def broken(_events):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        tell_the_taste(store, ANNA, broken, half_life_days=HALF_LIFE_DAYS)
    assert owes_the_taste(store, ANNA, half_life_days=HALF_LIFE_DAYS)


def imported(number, track, *, days_ago):
    stored = StoredPlay(number.to_bytes(16, "big"), play("T", "A", day=0), TrackId(track))
    return changed(taste_event(stored, ANNA), occurred_at=START - timedelta(days=days_ago))


def test_imported_plays_say_what_is_liked_and_not_what_goes_on_now():
    now = taste_after(("finished", "b"), ("started", "a"))
    taste = update_taste(now, imported(9, "c", days_ago=14), half_life_days=HALF_LIFE_DAYS)
    assert taste.affinities["c"].weight == 1.0
    assert (taste.playing, taste.last, taste.heard) == (now.playing, now.last, now.heard)


def test_an_old_play_does_not_age_a_new_one():
    now = taste_after(("finished", "a"))
    taste = update_taste(now, imported(9, "a", days_ago=HALF_LIFE_DAYS), half_life_days=HALF_LIFE_DAYS)
    assert taste.affinities["a"].at == now.affinities["a"].at
    assert taste.affinities["a"].weight == pytest.approx(1.5)


def test_the_order_of_imported_plays_does_not_matter():
    events = [imported(1, "a", days_ago=3), imported(2, "a", days_ago=40), imported(3, "b", days_ago=1)]
    ends = []
    for order in permutations(events):
        taste = Taste(listener_id=ANNA)
        for each in order:
            taste = update_taste(taste, each, half_life_days=HALF_LIFE_DAYS)
        ends.append({track: (round(one.weight, 9), one.at) for track, one in taste.affinities.items()})
    assert all(end == ends[0] for end in ends)


def test_what_was_heard_here_are_plays_too():
    events = [
        event("finished", "1", number=1, position_s=170.0),
        event("skipped", "2", number=2, position_s=8.0),
        event("started", "1", number=3),
        event("finished", "unknown", number=4),
        event("finished", "1", number=5, source=IMPORTED),
    ]
    found = list(plays_of(events, {each.track_id: each for each in TRACKS}))
    assert [(each.title, each.listened_s) for each in found] == [("Stay (feat. X)", 170.0), ("Go", 8.0)]


def test_made_up_listeners_are_told_from_people():
    rng = np.random.default_rng(0)
    made_up = simulate_events(TRACKS, n_listeners=3, hours=24, until=START, rng=rng)
    assert all(is_simulated(each.listener_id) for each in made_up)
    assert not is_simulated(ANNA)
