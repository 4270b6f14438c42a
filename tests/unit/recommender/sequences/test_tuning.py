import numpy as np
import pytest

from recommender.sequences.evaluation.candidates import Candidates, collect
from recommender.sequences.evaluation.fitting import fit_weights
from recommender.sequences.evaluation.positions import ranks_of, split_by_plays, walk
from recommender.sequences.evaluation.ranking import UNRANKED, criterion
from recommender.sequences.evaluation.tuning import choose, search_candidates
from recommender.sequences.models.blend import Blend, Part
from recommender.sequences.models.popularity import Popularity, Repeat
from recommender.sequences.models.rules import SequentialRules
from tests.builders.sessions import made_sessions, session

NEWER = "sequential rules, newer more"


@pytest.fixture(scope="module")
def sessions():
    return made_sessions(np.random.default_rng(0), 80)


def test_whole_sessions_are_learned_up_to_a_share_of_the_plays():
    five = [session(*range(n), day=day) for day, n in enumerate((4, 4, 3, 3, 2))]
    learned, asked = split_by_plays(five, 0.7)
    assert (len(learned), len(asked)) == (3, 2)


def test_a_session_that_went_on_when_the_last_learned_one_ended_is_neither_learned_nor_asked():
    others = [session(0, 1, day=0.0), session(2, 3, day=1.0), session(4, 5, day=1.0), session(6, 7, day=1.02)]
    learned, asked = split_by_plays(others, 0.5)
    assert [len(learned), [one.tracks.tolist() for one in asked]] == [2, []]
    assert len(split_by_plays([*others[:3], session(6, 7, day=1.03)], 0.5)[1]) == 1


def test_of_several_listeners_none_is_helped_by_a_session_that_had_not_ended():
    one, other = session(0, 1, 2, 3, day=1.0), session(5, 6, day=1.0)  # the other ends first
    walked = walk([session(0, 1)], [other, one, session(7, 8, day=1.5)], learns=True)
    assert [(memory.log.n_sessions, position.target) for memory, position in walked] == [
        (1, 6), (1, 1), (1, 2), (1, 3), (3, 8),
    ]  # fmt: skip


def test_every_track_but_the_first_is_asked_for_and_learned_after_its_session():
    known = [(memory.log.n_sessions, position.target) for memory, position in _walk(learns=True)]
    assert known == [(1, 1), (1, 2), (2, 0)]
    assert [memory.log.n_sessions for memory, _ in _walk(learns=False)] == [1, 1, 1]


def test_candidates_are_what_was_heard_by_then():
    assert [position.query.n_tracks for _, position in _walk(learns=True)] == [2, 2, 4]
    assert [position.query.n_tracks for _, position in _walk(learns=False)] == [2, 2, 2]


def _walk(*, learns: bool):
    return walk([session(0, 1)], [session(0, 1, 2, day=1.0), session(3, 0, day=2.0)], learns=learns)


@pytest.mark.parametrize("learns", [False, True])
def test_the_kept_candidates_give_the_ranks_of_the_blend(sessions, learns):
    learned, asked = split_by_plays(sessions)
    parts = [SequentialRules(), Popularity(), Repeat()]
    weights = np.array([1.0, 0.5, 0.25])
    blend = Blend(tuple(Part(model, weight) for model, weight in zip(parts, weights, strict=True)))
    ranks = ranks_of({"blend": blend}, learned, asked, learns=learns)["blend"]
    kept = collect(parts, learned, asked, learns=learns).ranks(weights)
    assert criterion(kept) == pytest.approx(criterion(ranks), abs=0.01)
    assert len(kept) == len(ranks)


def test_the_search_leaves_out_what_misleads():
    """Two positions of 30 candidates: the first part has the target first, the second has it last."""
    n = 30
    good, bad = np.zeros(n), np.linspace(0.9, 1.0, n)
    good[0], bad[0] = 0.5, 0.0
    candidates = Candidates(
        scores=np.tile(np.stack([good, bad]), 2).astype(np.float32),
        plays=np.zeros(2 * n),
        start=np.array([0, n]),
        target=np.array([0, n]),
        n_positions=2,
    )
    weights = search_candidates(candidates)
    assert criterion(candidates.ranks(np.ones(2))) == 0.0
    assert criterion(candidates.ranks(weights)) == 2.0
    assert weights[0] > weights[1]


def test_learned_weights_make_the_targets_likeliest():
    """Of two candidates the target has always 0.8 of the first part, and at one position of four of the second."""
    scores = np.array([[0.8, 0.2] * 4, [0.5, 1.0, 1.0, 0.5, 0.5, 1.0, 0.5, 1.0]], dtype=np.float32)
    start = np.arange(0, 8, 2)
    candidates = Candidates(scores, np.zeros(8), start=start, target=start, n_positions=4)
    weights = fit_weights(candidates)
    blend = [Part(Popularity(), *of_part) for of_part in weights.tolist()]
    assert weights.shape == (2, 3)
    assert criterion(candidates.ranks_by(sum(part.worth(row) for part, row in zip(blend, scores, strict=True)))) == 2.0
    assert blend[0].worth(np.array([0.8]))[0] > blend[0].worth(np.array([0.2]))[0]
    assert blend[1].worth(np.array([0.5]))[0] > blend[1].worth(np.array([1.0]))[0]


def test_nothing_is_learned_from_no_position():
    nothing = np.zeros(0, dtype=np.int64)
    assert not fit_weights(Candidates(np.zeros((2, 0), np.float32), np.zeros(0), nothing, nothing, 3)).any()


def test_a_target_that_no_part_lists_is_a_miss_and_nothing_to_learn_from():
    """Put among the candidates it would be told by standing in no list."""
    candidates = collect(
        [SequentialRules()], [session(0, 1), session(2, 3)], [session(0, 3), session(0, 1)], learns=False
    )
    assert (candidates.n_positions, len(candidates.start)) == (2, 1)
    assert candidates.ranks(np.ones(1)).tolist() == [1, UNRANKED]


def test_the_setting_that_is_better_is_chosen(sessions):
    settings = {NEWER: (SequentialRules(1), SequentialRules(30)), "popularity": (Popularity(),)}
    chosen = choose(sessions, learns=False, settings=settings)
    learned, asked = split_by_plays(sessions)
    values = {model: criterion(ranks_of({"": model}, learned, asked, learns=False)[""]) for model in settings[NEWER]}
    assert values[chosen.models[NEWER]] == max(values.values())
    assert chosen.part_names == (NEWER,)
