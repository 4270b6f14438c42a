"""Each part of a score has its own cause: whoever gives one the computation of another fails here."""

from dataclasses import replace
from operator import attrgetter

import numpy as np
import pytest

from recommender.listening.scoring import PARTS, SESSION_WEIGHT, Scored, score
from recommender.listening.session.following import Following
from recommender.listening.situation import Centre, Popular, Situation
from recommender.listening.steering import Course, Known
from recommender.listening.taste import Taste
from recommender.listening.wishes.mood_wish import MoodWish
from recommender.records import ListenerId
from tests.builders.index import made_index

PLAYING, LOVED, SKIPPED, SHOWN, OFTEN, FOLLOWS = 30, 100, 170, 200, 250, 280
NOBODY = Popular(rows=np.empty(0, dtype=np.int32), shares=np.empty(0, dtype=np.float32))


@pytest.fixture(scope="module")
def unknown(tmp_path_factory) -> Situation:
    """A listener of whom nothing is known, in a library of twelve kinds of 25 tracks each."""
    index = made_index(tmp_path_factory.mktemp("index"))
    return Situation.resolve(Taste(listener_id=ListenerId("anna")), index, NOBODY, half_life_days=14.0)


def scored_all(situation: Situation) -> Scored:
    rows = np.arange(len(situation.index.table), dtype=np.int32)
    return score(situation, rows, np.random.default_rng(1))


def everything_known(unknown: Situation) -> Situation:
    n_tracks = len(unknown.index.table)
    mood = np.linspace(0.1, 0.9, n_tracks, dtype=np.float32)
    levels = np.linspace(-1, 1, n_tracks, dtype=np.float32)
    known = Known(unknown.index, rows=np.array([LOVED], dtype=np.int32), artists=np.empty(0, dtype=np.int32))
    return replace(
        unknown,
        playing=PLAYING,
        centres=(Centre(LOVED, 1.0, "liked"),),
        skips=(SKIPPED,),
        shown={SHOWN: 3},
        popular=Popular(rows=np.array([OFTEN], dtype=np.int32), shares=np.array([0.5], dtype=np.float32)),
        liked_artists={int(unknown.index.table.artist_codes[OFTEN]): 0.5},
        wish=MoodWish("Happy", mood, np.ones(n_tracks, dtype=bool)),
        course=Course(familiarity=0.25, known=known, energy=-0.5, levels=levels),
        following=Following(rows=np.array([FOLLOWS]), likelihoods=np.array([0.5]), after=np.array([PLAYING])),
    )


@pytest.mark.parametrize(
    ("part", "known"),
    [
        ("now_playing", ["playing"]),
        ("taste", ["centres"]),
        ("popular", ["popular"]),
        ("artist", ["liked_artists"]),
        ("skipped", ["skips"]),
        ("shown", ["shown"]),
        ("mood", ["wish"]),
        ("familiarity", ["course.known", "course.familiarity"]),
        ("energy", ["course.levels", "course.energy"]),
        ("session", ["following"]),
        ("chance", []),
    ],
)
def test_a_part_is_there_with_its_cause_alone(unknown, part, known):
    whole = everything_known(unknown)
    own = {name: attrgetter(name)(whole) for name in known}
    course = {name.removeprefix("course."): own.pop(name) for name in known if name.startswith("course.")}
    parts = scored_all(replace(unknown, **own, course=Course(**course))).parts
    others = {name for name in PARTS if name not in {part, "chance"}}
    assert getattr(parts, part).any()
    assert not any(getattr(parts, name).any() for name in others)


def test_every_part_is_what_its_name_says(unknown):
    found = scored_all(everything_known(unknown))
    parts = found.parts
    assert (parts.now_playing.argmax(), parts.now_playing.max()) == (PLAYING, pytest.approx(0.8))
    assert (parts.taste.argmax(), parts.taste.max()) == (LOVED, pytest.approx(1.0))
    assert (parts.skipped.argmin(), parts.skipped.min()) == (SKIPPED, pytest.approx(-0.6))
    assert np.flatnonzero(parts.shown).tolist() == [SHOWN]
    assert parts.shown[SHOWN] == pytest.approx(-0.12)
    assert np.flatnonzero(parts.popular).tolist() == [OFTEN]
    assert parts.popular[OFTEN] == pytest.approx(0.125)
    artists = unknown.index.table.artist_codes
    assert np.array_equal(np.flatnonzero(parts.artist), np.flatnonzero(artists == artists[OFTEN]))
    assert parts.artist[OFTEN] == pytest.approx(0.1)
    assert parts.mood == pytest.approx(np.linspace(0.06, 0.54, len(artists)))
    assert np.flatnonzero(parts.familiarity).tolist() == [LOVED]
    assert parts.familiarity[LOVED] == pytest.approx(0.25)
    assert parts.energy == pytest.approx(np.linspace(0.75, -0.75, len(artists)))
    assert np.flatnonzero(parts.session).tolist() == [FOLLOWS]
    assert parts.session[FOLLOWS] == pytest.approx(SESSION_WEIGHT / 2)
    assert 0 < parts.chance.min() < parts.chance.max() < 0.05


def test_a_score_is_the_sum_of_its_named_parts(unknown):
    found = scored_all(everything_known(unknown))
    assert found.scores == pytest.approx(sum(found.parts), abs=1e-6)
    assert found.matrix[:, LOVED].sum() == pytest.approx(float(found.scores[LOVED]))


def test_the_chance_of_a_track_does_not_depend_on_which_others_are_scored(unknown):
    every = scored_all(unknown)
    some = np.array([7, 60, 299], dtype=np.int32)
    alone = score(unknown, some, np.random.default_rng(1))
    assert alone.parts.chance == pytest.approx(every.parts.chance[some])
    assert every.parts.chance.mean() == pytest.approx(0.5 * every.parts.chance.max(), rel=0.1)
    other = score(unknown, some, np.random.default_rng(2))
    assert (other.parts.chance != alone.parts.chance).all()
