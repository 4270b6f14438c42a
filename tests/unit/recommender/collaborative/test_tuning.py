from dataclasses import dataclass

from recommender.collaborative.evaluation.blend_search import search_pooled
from recommender.collaborative.evaluation.tuning import choose


@dataclass(frozen=True)
class Settings:
    width: float = 1.0
    depth: int = 2


LADDERS = {"width": (0.5, 1.0, 2.0, 4.0), "depth": (1, 2, 3)}


def test_each_setting_is_climbed_for_as_long_as_it_helps():
    choice = choose((Settings(),), LADDERS, lambda s: -((s.width - 4) ** 2) - (s.depth - 1) ** 2)
    assert choice.settings == Settings(4.0, 1)
    assert choice.score == 0


def test_no_setting_is_tried_twice_and_no_more_than_allowed():
    tried = []

    def score(settings):
        tried.append(settings)
        return settings.width + settings.depth

    choice = choose((Settings(),), LADDERS, score, max_tries=3)
    assert choice.n_tried == len(tried) == len(set(tried)) == 3
    assert choice.settings == Settings(4.0, 2)


def test_the_best_start_is_gone_on_from():
    starts = (Settings(1.0, 1), Settings(4.0, 3))
    choice = choose(starts, {"depth": (1, 2, 3)}, lambda s: s.width - abs(s.depth - 2))
    assert choice.settings == Settings(4.0, 2)
    assert choice.n_tried == 4


def test_nothing_to_choose_is_scored_once():
    assert choose((None,), {}, lambda _settings: 0.5).n_tried == 1


def test_weights_of_a_pool_start_where_told_and_only_get_better():
    assert search_pooled(lambda w: w[1] - abs(w[0] - 0.5) - w[2], start=(4.0, 0.0, 0.0)) == (0.5, 4.0, 0.0)
    assert search_pooled(lambda _weights: 0.0, start=(4.0, 0.0)) == (4.0, 0.0)
