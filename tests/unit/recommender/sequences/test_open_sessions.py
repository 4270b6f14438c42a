from recommender.sequences.open_sessions import OpenSessions, has_ended
from tests.builders.archived_plays import NOON, after_noon, heard_by


def tracks(sessions):
    return [[play.track_id for play in session] for session in sessions]


def test_a_session_has_ended_when_the_pause_is_longer_than_half_an_hour():
    assert not has_ended(NOON, until=after_noon(30))
    assert has_ended(NOON, until=after_noon(30.01))


def test_a_session_is_returned_once_and_only_when_it_has_ended():
    open_sessions = OpenSessions()
    assert open_sessions.add(heard_by("anna", "a", "b"), until=after_noon(20)) == []
    assert open_sessions.add(heard_by("anna", "c", begin=25), until=after_noon(55)) == []
    assert tracks(open_sessions.add([], until=after_noon(56))) == [["a", "b", "c"]]
    assert open_sessions.add([], until=after_noon(900)) == []
    assert len(open_sessions) == 0


def test_sessions_come_in_the_order_of_their_end_whoever_heard_them():
    plays = [
        *heard_by("bert", "b1", "b2", begin=0, step=20),
        *heard_by("anna", "a1", "a2", begin=1, step=2),
        *heard_by("anna", "a3", begin=40),
        *heard_by("carl", "c1", begin=20),
    ]
    plays.sort(key=lambda play: play.at)
    ended = OpenSessions().add(plays, until=after_noon(200))
    assert tracks(ended) == [["a1", "a2"], ["b1", "b2"], ["c1"], ["a3"]]


def test_what_is_read_in_parts_comes_as_what_is_read_at_once():
    plays = [
        play
        for number in range(9)
        for play in heard_by(f"l{number % 4}", "a", "b", begin=17.0 * number, step=1 + number % 3)
    ]
    plays.sort(key=lambda play: (play.at, play.play_id))
    at_once = tracks(OpenSessions().add(plays, until=after_noon(500)))
    in_parts, parts = [], OpenSessions()
    for first in range(0, len(plays), 2):
        in_parts += parts.add(plays[first : first + 2], until=plays[min(first + 1, len(plays) - 1)].at)
    in_parts += parts.add([], until=after_noon(500))
    assert tracks(in_parts) == at_once
