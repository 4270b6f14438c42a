"""The next track of a session on a real history: what simple models reach there was measured by another program."""

import pytest

from etl.histories.files import open_histories
from recommender.prediction.evaluation.ranking import hits, reciprocals
from recommender.prediction.streams.records import Play
from recommender.sequences.cutting import cut, numbered
from recommender.sequences.evaluation.positions import ranks_of, split_by_plays
from recommender.sequences.models.neighbours import TrackNeighbours
from recommender.sequences.models.rules import Markov, SequentialRules
from recommender.sequences.records import Numbering

MODELS = {"rules": SequentialRules(), "Markov": Markov(1.0), "item-kNN": TrackNeighbours(span=5, shrink=5.0)}


@pytest.fixture(scope="module")
def sessions(shared_data):
    history = shared_data / "data" / "listening" / "spotify_history"
    plays = [row for file in open_histories([history]) for row in file.rows() if isinstance(row, Play)]
    tracks = Numbering()
    kept = numbered([session for session in cut(plays) if len(session) >= 2], tracks, Numbering())
    assert (len(kept), sum(map(len, kept)), len(tracks)) == (1_019, 22_901, 3_650)
    return kept


@pytest.mark.parametrize(
    ("learns", "expected"),
    [
        (False, {"rules": (0.169, 0.073), "Markov": (0.130, 0.072)}),
        (True, {"rules": (0.384, 0.149), "Markov": (0.275, 0.158), "item-kNN": (0.402, 0.101)}),
    ],
)
def test_simple_models_reach_what_they_reached_elsewhere(sessions, learns, expected):
    training, tested = split_by_plays(sessions)
    assert (len(training), len(tested)) == (822, 197)
    ranks = ranks_of({name: MODELS[name] for name in expected}, training, tested, learns=learns)
    for name, (hit_rate, reciprocal_rank) in expected.items():
        assert len(ranks[name]) == 4_386
        assert hits(ranks[name]).mean() == pytest.approx(hit_rate, abs=0.002)
        assert reciprocals(ranks[name]).mean() == pytest.approx(reciprocal_rank, abs=0.002)
