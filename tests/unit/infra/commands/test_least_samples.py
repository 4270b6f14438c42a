"""Each `segue evaluate` tells how little is too little, in the numbers that its rule refuses by."""

from importlib import import_module

import pytest

from recommender.collaborative.evaluation import evaluate as artists
from recommender.collaborative.evaluation.splits import MIN_ITEMS
from recommender.prediction.charts import sample_checks as charts
from recommender.prediction.descriptors import evaluate as descriptors
from recommender.prediction.mood import elsewhere as moods_elsewhere
from recommender.prediction.mood import evaluate as mood
from recommender.prediction.popularity import other_origin
from recommender.prediction.popularity import sample_checks as popularity
from recommender.prediction.popularity import train as popularity_training
from recommender.prediction.releases import evaluate as releases
from recommender.prediction.streams import windows as streams
from recommender.sequences.evaluation import evaluate as sessions
from recommender.similarity import evaluation as similarity

LEAST = {
    "charts": [f"{charts.MIN_WEEKS} weeks"],
    "descriptors": [f"{descriptors.MIN_TRACKS} tracks"],
    "mood": [
        f"{mood.MIN_TRACKS_OF_A_MOOD} songs of {mood.MIN_ARTISTS_OF_A_MOOD} artists",
        f"{moods_elsewhere.MIN_SONGS} songs of artists who are not in FILE",
    ],
    "popularity": [
        f"{popularity.MIN_TRACKS} tracks of {popularity.MIN_ARTISTS} artists",
        f"{popularity_training.MIN_TRACKS} tracks to train on",
        f"{other_origin.MIN_ASKED} tracks of {other_origin.MIN_ARTISTS_ASKED} artists",
    ],
    "releases": [
        f"{releases.MIN_YEARS} complete years",
        f"{releases.MIN_ARTISTS} artists",
        f"{releases.MIN_ARTISTS} of them at least",
    ],
    "sessions": [f"{sessions.MIN_SESSIONS} sessions of {sessions.MIN_SESSION_TRACKS} tracks"],
    "artists": [f"{artists.MIN_LISTENERS} listeners need {MIN_ITEMS} artists"],
    "similarity": [f"{similarity.MIN_TRACKS} tracks of {similarity.MIN_ALBUMS} albums"],
    "streams": [f"{streams.MIN_SPAN_DAYS} days", f"{streams.MIN_PLAYS} plays", f"{streams.MIN_SONGS} songs"],
}


@pytest.mark.parametrize("topic", LEAST)
def test_the_help_tells_the_least_sample(topic):
    command = import_module(f"infra.commands.evaluation.{topic}").command
    told = " ".join(str(command.help).split())
    assert [least for least in LEAST[topic] if least not in told] == []
