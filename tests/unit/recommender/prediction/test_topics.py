import inspect
from importlib import import_module

import pytest

from recommender.artifacts.store import ArtifactStore
from recommender.prediction.evaluation.report import Evaluation
from recommender.prediction.topic import NoModel
from recommender.prediction.topics import TOPICS
from recommender.prediction.training import Trained

PARTS = ("records", "features", "baselines", "evaluate", "train", "served")


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
class TestEveryTopic:
    @pytest.mark.parametrize("part", PARTS)
    def test_has_the_same_table_of_contents(self, topic, part):
        assert import_module(f"recommender.prediction.{topic.name}.{part}").__doc__

    @pytest.mark.parametrize(("verb", "made"), [("evaluate", Evaluation), ("train", Trained)])
    def test_evaluates_and_trains_by_the_same_verbs(self, topic, verb, made):
        signature = inspect.signature(getattr(import_module(f"recommender.prediction.{topic.name}.{verb}"), verb))
        data, *options = signature.parameters.values()
        assert data.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        assert all(option.kind is inspect.Parameter.KEYWORD_ONLY for option in options)
        assert "progress" in signature.parameters
        assert issubclass(signature.return_annotation, made)

    def test_without_a_version_the_first_command_is_named(self, topic, tmp_path):
        with pytest.raises(NoModel, match=rf"there is no {topic.name} model yet; .*`segue "):
            topic.load_current(ArtifactStore(tmp_path))


def test_an_option_that_a_topic_does_not_have_is_refused():
    with pytest.raises(TypeError, match="colour"):
        TOPICS[0].train(None, colour="red")
