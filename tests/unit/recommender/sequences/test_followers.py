from recommender.sequences.models.followers import followers_of
from tests.builders.sessions import memory, query


def found(known, asked, **limits):
    followers = followers_of(known, asked, **limits)
    return list(zip(followers.track.tolist(), followers.after.tolist(), followers.n_sessions.tolist(), strict=True))


def test_a_follower_is_told_with_the_track_it_followed_and_in_how_many_sessions():
    known = memory((1, 2, 3), (1, 2), (5, 3), (9, 8))
    assert found(known, query(5, 1)) == [(2, 0, 2), (3, 0, 1)]


def test_the_track_that_it_followed_most_often_is_named_and_of_equals_the_newest():
    assert found(memory((1, 7), (2, 7), (2, 7)), query(2, 1)) == [(7, 1, 2)]
    assert found(memory((1, 7), (2, 7)), query(2, 1)) == [(7, 0, 1)]


def test_a_session_counts_once_however_often_it_has_both():
    assert found(memory((1, 2, 1, 2, 1, 2)), query(1)) == [(2, 0, 1)]


def test_only_what_came_after_within_ten_tracks_and_the_same_session_follows():
    known = memory((2, 1, *range(10, 22)), (3,))
    assert [track for track, _, _ in found(known, query(1))] == list(range(10, 20))


def test_those_of_too_few_sessions_and_the_last_tracks_themselves_are_left_out():
    known = memory((1, 2, 3), (1, 3, 2), (1, 4))
    assert found(known, query(2, 1), min_sessions=2) == [(3, 0, 2)]


def test_of_a_track_that_was_never_heard_nothing_is_known():
    assert found(memory((1, 2)), query(25)) == []
