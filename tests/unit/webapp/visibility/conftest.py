"""A player with a library that is hidden from most, and the lab's models that know of it."""

from dataclasses import replace

import msgspec
import pytest

from recommender.artifacts.store import ArtifactStore
from recommender.prediction.releases import served as releases_served
from recommender.prediction.releases.credits import artist_key
from recommender.prediction.releases.train import train as train_releases
from recommender.prediction.streams import served as streams_served
from recommender.prediction.streams.log import log_of
from recommender.prediction.streams.train import train as train_streams
from tests.builders.careers import made_careers
from tests.builders.hidden_library import ANNA, HiddenLibrary, hidden_library
from tests.builders.history import binges
from tests.builders.web import made_web


@pytest.fixture(scope="package")
def models(tmp_path_factory):
    """Of Anna's plays, and of what artists released: both learnt when there was nothing hidden."""
    store = ArtifactStore(tmp_path_factory.mktemp("artifacts"))
    made = train_streams({ANNA: log_of(binges(1, days=150, new_per_day=3))}, n_resamples=2)
    streams = streams_served.load(store.local_path("streams", store.publish("streams", made.write_version)))
    model = streams.models[ANNA]
    best = model.best(3).tolist()
    titles, artists = list(model.facts.titles), list(model.facts.artists)
    for number, song in enumerate(best):
        titles[song] = f"ZephyrineTitle 2.{number}"
        artists[model.facts.song_artist[song]] = f"Zephyrineartist 2.{number}"
    facts = msgspec.structs.replace(model.facts, titles=tuple(titles), artists=tuple(artists))
    careers = made_careers(n_artists=60, n_years=16)
    names = (*(f"Zephyrineartist 2.{number}" for number in range(5)), *careers.names[5:])
    careers = replace(careers, names=names, keys=tuple(map(artist_key, names)))
    version = store.publish("releases", train_releases(careers).write_version)
    releases = releases_served.load(store.local_path("releases", version))
    return {"streams": {ANNA: replace(model, facts=facts)}.get, "releases": lambda: releases}


@pytest.fixture(scope="package")
def package_web(tmp_path_factory):
    """Services that are made once."""
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def player(package_web, models) -> HiddenLibrary:
    """The player as it was."""
    package_web.reset()
    return hidden_library(package_web, **models)
