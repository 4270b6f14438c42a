"""A version of the sessions says how good it is, and is not served where it is no better than popularity."""

import numpy as np
import pytest

from recommender.prediction.training import read_report
from recommender.sequences.build import ArchivedSessions, write_sessions
from recommender.sequences.models.default_blend import DEFAULT_BLEND
from recommender.sequences.models.popularity import DecayedPopularity, Popularity
from recommender.sequences.models.rules import Markov
from recommender.sequences.serving.artifact import read
from recommender.sequences.serving.session_arrays import arrays_of, keep_ended, newest
from tests.builders.archived_plays import NOON
from tests.builders.sessions import made_sessions, session

SETTINGS = {
    "popularity": (Popularity(),),
    "decayed popularity": (DecayedPopularity(),),
    "Markov, second order with back-off": (Markov(),),
}


def archived(sessions):
    ids = [f"t{number:02d}" for number in range(40)]
    return ArchivedSessions(
        sessions=arrays_of(sessions), track_ids=ids, artists=[f"a{n}" for n in range(4)], known_until=NOON
    )


@pytest.fixture(scope="module")
def foreseeable():
    return [one for one in made_sessions(np.random.default_rng(3), 90) if len(one) > 1]


def test_weights_are_chosen_and_measured_where_there_are_sessions_enough(foreseeable, tmp_path):
    said = write_sessions(archived(foreseeable), tmp_path, settings=SETTINGS)
    assert said.parameters == {"is_served": 1.0, "is_measured": 1.0}
    assert said.offline_metrics["HR@20"] > 0.8
    assert set(said.baseline_metrics) == {"HR@20", "MRR@20"}
    assert said.counts["positions"] > 50
    assert said.counts["sessions"] == len(foreseeable)
    assert said.data_cutoff == NOON
    assert read_report(tmp_path).value("popularity", "HR@20", subject="incremental") > 0
    assert [part.model for part in read(tmp_path)[1].blend.parts] == [DecayedPopularity(), Markov()]


def test_with_few_sessions_the_default_weights_are_taken_and_said(foreseeable, tmp_path):
    told = []
    said = write_sessions(archived(foreseeable[:20]), tmp_path, settings=SETTINGS, progress=told.append)
    assert said.parameters == {"is_served": 1.0, "is_measured": 0.0}
    assert said.offline_metrics == {}
    assert read(tmp_path)[1].blend == DEFAULT_BLEND
    assert told == ["20 sessions are too few to choose weights by; the default ones are taken"]


def test_what_does_not_beat_popularity_is_not_served(tmp_path):
    rng = np.random.default_rng(5)
    by_chance = [session(*rng.integers(30, size=4).tolist(), day=float(day)) for day in range(90)]
    only_popularity = {name: SETTINGS[name] for name in ("popularity", "decayed popularity")}
    said = write_sessions(archived(by_chance), tmp_path, settings=only_popularity)
    assert said.parameters == {"is_served": 0.0, "is_measured": 1.0}


def test_without_a_session_a_version_is_made_and_not_served(tmp_path):
    said = write_sessions(archived([]), tmp_path)
    assert said.parameters == {"is_served": 0.0, "is_measured": 0.0}
    assert read(tmp_path)[1].n_sessions == 0


def test_sessions_that_go_on_and_those_of_one_track_are_not_published():
    sessions = [session(1, 2, day=1.0), session(3, day=1.1), session(4, 5, day=2.0), session(6, 7, 8, day=0.5)]
    kept = keep_ended(arrays_of(sessions), by_day=2.01, min_tracks=2)
    assert [one.tracks.tolist() for one in kept.sessions()] == [[6, 7, 8], [1, 2]]
    assert keep_ended(arrays_of([]), by_day=2.0, min_tracks=2).n_sessions == 0


def test_the_newest_sessions_are_whole_and_have_no_more_plays_than_asked_for():
    whole = arrays_of([session(1, 2, day=1.0), session(3, 4, 5, day=2.0), session(6, 7, day=3.0)])
    assert [one.tracks.tolist() for one in newest(whole, max_plays=5).sessions()] == [[3, 4, 5], [6, 7]]
    assert [one.tracks.tolist() for one in newest(whole, max_plays=4).sessions()] == [[6, 7]]
    assert newest(whole, max_plays=100).n_sessions == 3
    assert newest(arrays_of([]), max_plays=5).n_sessions == 0
