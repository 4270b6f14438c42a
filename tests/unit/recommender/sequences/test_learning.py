"""Sessions that end while one listens are known to a process soon, each once."""

from datetime import timedelta

import pytest

from recommender.artifacts.manifest import MANIFEST_FILE
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact, ServerUnavailable
from recommender.sequences.build import ArchivedSessions, write_sessions
from recommender.sequences.cutting import day_of
from recommender.sequences.models.default_blend import DEFAULT_BLEND
from recommender.sequences.serving import learning as learning_module
from recommender.sequences.serving import live as live_module
from recommender.sequences.serving import served
from recommender.sequences.serving.artifact import KIND, write
from recommender.sequences.serving.learning import MAX_DELAY, MAX_LAG, LearningSessions
from recommender.sequences.serving.live import LiveSessions
from recommender.sequences.serving.served import HeardTrack
from recommender.sequences.serving.session_arrays import arrays_of
from tests.builders.archived_plays import NOON, MadeArchive, after_noon, heard_by
from tests.builders.sessions import session


def artist_of(_track_id):
    return "somebody"


@pytest.fixture
def published(tmp_path):
    """A version of noon in which t0, t1 and t2 followed each other the day before."""
    day = day_of(NOON) - 1
    ids = [f"t{number}" for number in range(3)]
    write(arrays_of([session(0, 1, 2, day=day)] * 2), tmp_path, track_ids=ids, artists=["a0"], blend=DEFAULT_BLEND)
    return LearningSessions(served.load(tmp_path), known_until=NOON)


def look(learning, archive, minutes):
    return learning.look(archive.read, artist_of, now=after_noon(minutes) + MAX_DELAY)


def follow(learning, track_id):
    asked = [HeardTrack(track_id, "somebody", day_of(after_noon(600)))]
    return [each.track_id for each in learning.sessions.followers(asked, n=5)]


def test_a_session_is_learned_when_it_has_ended_and_only_once(published):
    archive = MadeArchive(*heard_by("anna", "x", "y", begin=10))
    assert look(published, archive, 43) == 0
    assert follow(published, "x") == []
    assert look(published, archive, 44) == 1
    assert follow(published, "x") == ["y"]
    assert look(published, archive, 45) == 0
    assert published.n_learned == 1


def test_what_the_version_has_is_not_learned_again_and_what_went_on_then_is_learned_whole(published):
    before = heard_by("anna", "old", "older", begin=-90)
    went_on = [*heard_by("bert", "p", "q", begin=-40, step=20), *heard_by("bert", "r", begin=5)]
    assert look(published, MadeArchive(*before, *went_on), 60) == 1
    assert follow(published, "old") == []
    assert follow(published, "p") == ["q", "r"]


def test_a_play_that_comes_late_waits_for_the_next_version(published):
    archive = MadeArchive(*heard_by("anna", "x", "y", begin=10))
    look(published, archive, 60)
    archive.plays += heard_by("anna", "z", begin=14)
    assert look(published, archive, 120) == 0
    assert follow(published, "x") == ["y"]


def test_a_session_of_one_track_is_not_learned(published):
    assert look(published, MadeArchive(*heard_by("anna", "x", begin=10)), 60) == 0


def test_a_look_reads_no_more_than_its_bound_and_the_next_ones_go_on(published, monkeypatch):
    monkeypatch.setattr(learning_module, "MAX_PLAYS_A_LOOK", 3)
    plays = [play for number in range(4) for play in heard_by(f"l{number}", f"a{number}", f"b{number}", begin=number)]
    archive = MadeArchive(*plays, *heard_by("l9", "late", "later", begin=100))
    learned = [look(published, archive, 200) for _ in range(6)]
    assert sum(learned) == 5
    assert learned[0] == 0
    assert published.learned_until == after_noon(200)
    assert archive.n_reads == 6
    assert follow(published, "a3") == ["b3"]


def test_the_sessions_are_not_asked_while_one_is_learned(published):
    class Alone:
        n = 0

        def __enter__(self):
            Alone.n += 1

        def __exit__(self, *_):
            pass

    archive = MadeArchive(*heard_by("anna", "x", "y", begin=10), *heard_by("bert", "x", "y", begin=11))
    published.look(archive.read, artist_of, now=after_noon(60), alone=Alone)
    assert Alone.n == 2


def live_on(learning, *plays, now=60.0):
    return LiveSessions(lambda: learning, MadeArchive(*plays).read, artist_of, lambda: after_noon(now))


def ask(live, *track_ids, at=NOON):
    heard = [HeardTrack(track_id, "a0", day_of(at)) for track_id in track_ids]
    return [each.track_id for each in live.followers(heard, at=at, n=5, min_sessions=1)]


def test_followers_are_known_and_counted_as_asked(published):
    live = live_on(published)
    assert ask(live, "t0") == ["t1", "t2"]
    assert live.figures() == {
        "sessions_asked": 1,
        "sessions_left_out": 0,
        "sessions_missing": 0,
        "sessions_stale": 0,
        "sessions_learned": 0,
    }


def test_without_a_version_nothing_is_known_and_nothing_fails():
    live = live_on(None)
    live.refresh()
    assert ask(live, "t0") == []
    assert live.figures()["sessions_missing"] == 1


def test_what_was_learned_too_long_ago_is_not_used_until_it_was_caught_up(published):
    much_later = after_noon(60) + MAX_LAG
    live = live_on(published, now=60 + MAX_LAG / timedelta(minutes=1))
    assert ask(live, "t0", at=much_later) == []
    assert live.figures()["sessions_stale"] == 1
    live.refresh()
    assert ask(live, "t0", at=much_later) == ["t1", "t2"]


def test_a_question_that_looks_at_too_much_is_left_out_every_time(published, monkeypatch):
    live = live_on(published)
    heard = [HeardTrack("t0", "a0", day_of(NOON))]
    monkeypatch.setattr(live_module, "MAX_WORK", published.sessions.work_of(heard))
    assert ask(live, "t0") == ["t1", "t2"]
    monkeypatch.setattr(live_module, "MAX_WORK", published.sessions.work_of(heard) - 1)
    assert [ask(live, "t0"), ask(live, "t0")] == [[], []]
    assert live.figures()["sessions_left_out"] == 2


def test_a_database_that_does_not_answer_only_makes_learning_wait(published):
    def refuse(*_args, **_named):
        raise ServerUnavailable("MongoDB does not answer")

    live = LiveSessions(lambda: published, refuse, artist_of, lambda: after_noon(60))
    live.refresh()
    assert ask(live, "t0") == ["t1", "t2"]


def test_a_version_that_is_not_to_be_served_is_none(tmp_path):
    store = ArtifactStore(tmp_path)
    empty = ArchivedSessions(sessions=arrays_of([]), track_ids=[], artists=[], known_until=NOON)
    version = store.publish(KIND, lambda folder: write_sessions(empty, folder))
    assert live_module.load(store.local_path(KIND, version)) is None
    (store.local_path(KIND, version) / MANIFEST_FILE).write_bytes(b"{}")
    with pytest.raises(BadArtifact):
        live_module.load(tmp_path / KIND / version)
