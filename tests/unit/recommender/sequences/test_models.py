"""Each model on sessions whose answer can be computed by hand, and all of them on what is out of the ordinary."""

import numpy as np
import pytest

from recommender.sequences.models.by_name import SETTINGS
from recommender.sequences.models.context import RulesInContext, RulesWithinSession
from recommender.sequences.models.neighbours import TrackNeighbours
from recommender.sequences.models.popularity import DecayedPopularity, Popularity, Repeat, SameArtist
from recommender.sequences.models.rules import Markov, SequentialRules
from recommender.sequences.models.sessions_alike import SessionsAlike
from tests.builders.sessions import made_sessions, memory, query, session

EVERY = [(name, models[0]) for name, models in SETTINGS.items()]


def scored(model, learned, *prefix: int, day: float = 100.0) -> dict[int, float]:
    scores = model.score(memory(*learned), query(*prefix, day=day))
    return {int(track): pytest.approx(scores[track]) for track in np.flatnonzero(scores)}


def test_popularity_counts_plays():
    assert scored(Popularity(), [(1, 2), (1, 1)], 2) == {1: 3.0, 2: 1.0}


def test_decayed_popularity_prefers_the_newer():
    scores = scored(DecayedPopularity(1.0), [(1, 2), (3,)], 9)
    assert float(scores[3].expected) > float(scores[1].expected)


def test_the_same_artist_is_whose_number_the_current_track_has():
    assert set(scored(SameArtist(30.0), [(10, 11, 20), (12, 21)], 19)) == {10, 11, 12}


def test_repeat_puts_the_session_before_all_others_newest_first():
    scores = Repeat().score(memory((1, 2), (3,)), query(5, 2, 7))
    assert np.argsort(-scores)[:5].tolist() == [7, 2, 5, 3, 1]


def test_rules_count_one_by_distance_within_a_session():
    assert scored(SequentialRules(steps=2), [(1, 2, 3, 4), (1, 3), (5, 1)], 1) == {2: 1.0, 3: 0.5 + 1.0}


def test_rules_ask_the_last_tracks_if_they_are_to():
    assert scored(SequentialRules(steps=1, span=2), [(1, 2), (5, 6)], 1, 5) == {6: 1.0, 2: 0.5}


def test_rules_forget_what_is_old():
    scores = scored(SequentialRules(steps=1, decay_days=1.0), [(1, 2), (1, 3)], 1)
    assert float(scores[3].expected / scores[2].expected) == pytest.approx(np.e)


def test_a_chain_goes_one_step_by_shares():
    assert scored(Markov(pair_weight=0.0), [(1, 2, 3), (1, 2), (1, 3)], 1) == {2: 2 / 3, 3: 1 / 3}


def test_a_chain_of_second_order_adds_what_followed_both():
    assert scored(Markov(pair_weight=2.0), [(8, 1, 2), (9, 1, 3)], 9, 1) == {2: 0.5, 3: 0.5 + 2.0}


def test_a_pair_is_none_over_the_border_of_sessions():
    assert scored(Markov(pair_weight=2.0), [(9,), (1, 3)], 9, 1) == {3: 1.0}


def test_a_place_counts_more_where_the_same_tracks_led_to_it():
    learned = [(7, 8, 1, 2), (1, 3), (8, 7, 1, 4)]
    # one step before here was 8, two steps 7: so it was at the first place; at the last the two were changed over
    scores = scored(RulesInContext(context_weight=2.0, steps=1), learned, 7, 8, 1)
    assert scores == {2: 1 + 2 * (1 + 1 / 4), 3: 1.0, 4: 1 + 2 * (1 / 2 + 1 / 2)}


def test_rules_in_a_context_that_never_was_are_plain_rules():
    learned = [(7, 1, 2, 3), (1, 3)]
    assert scored(RulesInContext(), learned, 5, 1) == scored(SequentialRules(), learned, 1)


def test_a_session_that_goes_round_goes_on_so():
    scores = scored(RulesWithinSession(steps=2, decay_plays=1e9), [], 1, 2, 3, 1)
    assert scores == {2: pytest.approx(1.0), 3: pytest.approx(0.5)}


def test_what_followed_longer_ago_in_the_session_counts_less():
    assert scored(RulesWithinSession(steps=1, decay_plays=1.0), [], 1, 2, 1, 3, 1) == {2: np.exp(-4), 3: np.exp(-2)}


def test_neighbours_are_cosines_over_sessions_without_the_track_itself():
    learned = [(1, 2, 2), (1, 3), (2, 3)]
    assert scored(TrackNeighbours(span=1, shrink=0.0), learned, 1) == {2: 0.5, 3: 0.5}
    assert scored(TrackNeighbours(span=1, shrink=2.0), learned, 1) == {2: 0.25, 3: 0.25}


def test_neighbours_of_the_second_last_track_count_half():
    assert scored(TrackNeighbours(span=2, shrink=0.0), [(1, 2), (3, 4)], 3, 1) == {2: 1.0, 4: 0.5}


def test_sessions_alike_weigh_shared_tracks_by_their_place_in_the_session():
    # track 1 weighs 1/2, track 2 weighs 1; the newest shared track was heard two steps ago, or one
    assert scored(SessionsAlike(), [(1, 5), (2, 6)], 1, 2) == {1: 0.25, 5: 0.25, 2: 1.0, 6: 1.0}


def test_of_sessions_alike_only_the_nearest_count():
    assert scored(SessionsAlike(k=1), [(1, 5), (2, 6)], 1, 2) == {2: 1.0, 6: 1.0}


def test_what_was_near_the_shared_track_counts_more():
    assert scored(SessionsAlike(near=1.0), [(1, 5, 6)], 1) == {1: 1.0, 5: np.exp(-1), 6: np.exp(-2)}


def test_an_old_session_counts_less():
    scores = scored(SessionsAlike(age_days=1.0), [(1, 5), (1, 6)], 1)
    assert float(scores[6].expected / scores[5].expected) == pytest.approx(np.e)


@pytest.mark.parametrize(("name", "model"), EVERY)
class TestEveryModel:
    @pytest.mark.parametrize(
        ("learned", "prefix", "n_tracks"),
        [
            ([], (0,), 1),
            ([], (3,), 0),
            ([(0,)], (0,), 1),
            ([(0, 1)], (1,), 2),
            ([(0, 1)], (25, 26), 2),
            ([(0, 1)], (0, 5, 9), 10),
            ([(0, 0, 0, 0)], (0, 0, 0), 1),
        ],
    )
    def test_never_says_anything_that_is_no_number(self, name, model, learned, prefix, n_tracks):
        scores = model.score(memory(*learned), query(*prefix, n_tracks=n_tracks))
        assert scores.shape == (n_tracks,), name
        assert (scores >= 0).all()
        assert np.isfinite(scores).all()

    def test_gives_scores_that_the_caller_may_change(self, name, model):
        known = memory((0, 1, 2), (1, 2))
        before = model.score(known, query(0, 1, n_tracks=3))
        model.score(known, query(0, 1, n_tracks=3))[:] = np.nan
        assert (model.score(known, query(0, 1, n_tracks=3)) == before).all(), name

    def test_bears_a_clock_that_goes_back(self, name, model):
        known = memory(*[(0, 1, 2)] * 3)
        assert np.isfinite(model.score(known, query(0, 1, n_tracks=3, day=-5_000.0))).all(), name

    def test_bears_a_long_session(self, name, model):
        rng = np.random.default_rng(1)
        known = memory(*(tuple(one.tracks.tolist()) for one in made_sessions(rng, 30)))
        scores = model.score(known, query(*rng.integers(40, size=300).tolist(), n_tracks=40))
        assert scores.max() > 0, name


def test_a_session_is_known_as_soon_as_it_was_learned():
    known = memory((1, 2))
    assert SequentialRules().score(known, query(3))[4] == 0
    known.learn(session(3, 4, day=50.0))
    assert SequentialRules().score(known, query(3))[4] == 1
