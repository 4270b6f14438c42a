"""What follows in other sessions is picked, and said truly."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.placing import with_events
from recommender.listening.session.current_session import REMEMBERED_SESSION_PLAYS, current_session
from recommender.listening.taste import SessionPlay, Taste
from recommender.records import ListenerId, TrackId
from recommender.sequences.serving.served import Follower, HeardTrack
from tests.builders.events import HALF_LIFE_DAYS, START, event, placed, taste_after
from tests.builders.index import made_index

ANNA = Taste(listener_id=ListenerId("anna"))
PLAYS = "k03-t04"
FOLLOWERS = (
    Follower(TrackId("k08-t01"), 1.0, TrackId(PLAYS), 5),
    Follower(TrackId("k09-t02"), 0.9, TrackId(PLAYS), 3),
    Follower(TrackId("not in the index"), 0.9, TrackId(PLAYS), 3),
    Follower(TrackId(PLAYS), 0.8, TrackId("k02-t01"), 3),
)


@dataclass
class MadeSessions:
    followers_of_all: Sequence[Follower] = FOLLOWERS
    asked: list[list[str]] = field(default_factory=list)

    def followers(self, heard: Sequence[HeardTrack], *, at: datetime, n: int, min_sessions: int) -> Sequence[Follower]:
        assert at >= START
        self.asked.append([track.track_id for track in heard])
        assert (heard[-1].artist, n, min_sessions) == (f"artist {heard[-1].track_id[2]}.4", 60, 2)
        return self.followers_of_all


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"))


def folded(*events):
    return with_events(ANNA, placed(list(events)), half_life_days=HALF_LIFE_DAYS)


def heard_in(taste):
    return [play.track_id for play in taste.session]


def test_a_session_is_what_was_heard_for_half_a_minute_without_a_long_pause():
    first = event("finished", "a", number=0)
    skipped = event("skipped", "b", number=1, position_s=29.9)
    left = event("left", "c", number=2, position_s=30.0)
    assert heard_in(folded(first, skipped, left)) == ["a", "c"]
    in_time = event("finished", "d", number=3, minutes=32)
    assert heard_in(folded(first, skipped, left, in_time)) == ["a", "c", "d"]
    too_late = event("finished", "d", number=3, minutes=32.1)
    assert heard_in(folded(first, skipped, left, too_late)) == ["d"]


def test_what_comes_late_or_was_heard_elsewhere_is_in_no_session_that_goes_on():
    taste = folded(event("finished", "a", number=0, minutes=5), event("finished", "b", number=1, minutes=4))
    assert heard_in(taste) == ["a"]
    assert heard_in(folded(event("finished", "a", source="imported"))) == []


def test_only_the_newest_plays_of_a_session_are_remembered():
    taste = folded(*(event("finished", f"t{number}", number=number) for number in range(60)))
    assert len(taste.session) == REMEMBERED_SESSION_PLAYS
    assert taste.session[-1] == SessionPlay(TrackId("t59"), START + timedelta(minutes=59))


def test_what_plays_is_the_last_of_the_session_and_after_a_pause_its_first():
    finished = event("finished", "a", number=0)
    assert [play.track_id for play in current_session(folded(finished, event("started", "b", number=1)))] == ["a", "b"]
    later = event("started", "b", number=1, minutes=31)
    assert [play.track_id for play in current_session(folded(finished, later))] == ["b"]
    assert current_session(folded(finished, event("rated", "z", number=1, minutes=31, rating=3))) == ()
    started_and_finished = folded(event("started", "a", number=0), event("finished", "a", number=1))
    assert [play.track_id for play in current_session(started_and_finished)] == ["a"]


def test_a_taste_that_was_stored_before_sessions_is_still_read():
    stored = msgspec.msgpack.decode(msgspec.msgpack.encode(taste_after(("finished", "a"))))
    del stored["session"]
    assert msgspec.convert(stored, Taste, strict=False).session == ()


def test_what_often_follows_is_picked_and_the_reason_names_the_track_before(index):
    sessions = MadeSessions()
    taste = taste_after(("started", PLAYS))
    slate = Engine(lambda: index, dict, EngineConfig(), sessions=sessions).slate(taste, made_at=START)
    plain = Engine(lambda: index, dict, EngineConfig()).slate(taste, made_at=START)
    assert sessions.asked == [[PLAYS]]
    picks = {pick.track_id: pick for pick in slate.picks}
    pick = picks["k08-t01"]
    assert (pick.source, "often follows “Title 3.4”" in pick.reason) == ("session", True)
    assert pick.contributions["session"] > picks["k09-t02"].contributions["session"] > 0
    assert PLAYS not in picks
    assert "k08-t01" not in {pick.track_id for pick in plain.picks}


def test_the_same_inputs_make_the_same_slate_with_sessions_too(index):
    engine = Engine(lambda: index, dict, EngineConfig(), sessions=MadeSessions())
    taste = taste_after(("started", PLAYS))
    assert engine.slate(taste, made_at=START) == engine.slate(taste, made_at=START)


def test_sessions_that_know_nothing_leave_the_slate_as_it_is_without_them(index):
    taste = taste_after(("started", PLAYS), ("finished", PLAYS))
    empty = Engine(lambda: index, dict, EngineConfig(), sessions=MadeSessions(()))
    assert empty.slate(taste, made_at=START) == Engine(lambda: index, dict, EngineConfig()).slate(taste, made_at=START)


def test_nothing_is_asked_for_a_listener_who_is_in_no_session(index):
    sessions = MadeSessions()
    engine = Engine(lambda: index, dict, EngineConfig(), sessions=sessions)
    engine.slate(ANNA, made_at=START)
    engine.slate(replace(taste_after(("liked", PLAYS)), playing=TrackId("not in the index")), made_at=START)
    assert sessions.asked == []


def test_what_is_hidden_is_neither_asked_about_nor_picked_nor_named(index):
    hidden = np.array([track_id in ("k08-t01", "k05-t04") for track_id in index.table.track_ids])
    sessions = MadeSessions()
    engine = Engine(lambda: index, dict, EngineConfig(), hidden=lambda _l, _i: hidden, sessions=sessions)
    taste = taste_after(("started", "k05-t04"), ("finished", "k05-t04"), ("started", PLAYS))
    slate = engine.slate(taste, made_at=START)
    assert sessions.asked == [[PLAYS]]
    picks = {pick.track_id for pick in slate.picks}
    assert "k09-t02" in picks
    assert "k08-t01" not in picks
    sessions.followers_of_all = [Follower(TrackId("k09-t02"), 1.0, TrackId("k05-t04"), 5)]
    assert "Title 5.4" not in str(engine.slate(taste, made_at=START))
