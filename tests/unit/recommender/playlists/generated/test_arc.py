from dataclasses import replace

import numpy as np
import pytest
from msgspec.structs import replace as with_fields

from recommender.catalogue.building import build_catalogue
from recommender.errors import BadInput
from recommender.listening.reranking import ARTIST_WINDOW
from recommender.playlists.generated.arc import NoArc
from recommender.playlists.generated.arc_list import make_arc
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.records import GeneratedList
from recommender.prediction.library.moods import NoMoods
from recommender.prediction.sound.audio_features import NAMES
from tests.builders.index import index_of, made_tracks, made_vectors
from tests.builders.moods import made_moods

KINDS, PER_KIND = 6, 50
UP_AND_DOWN = (0.2, 0.5, 0.9, 0.5, 0.1)


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    """300 tracks of two to six minutes, energy and valence by chance."""
    rng = np.random.default_rng(5)
    tracks = [
        with_fields(track, duration_s=float(rng.uniform(120, 360)))
        for track in made_tracks(KINDS, PER_KIND, artists_per_kind=12)
    ]
    moods = made_moods({track.track_id: (0.25, 0.25, 0.25, 0.25) for track in tracks})
    features = moods.features.copy()
    for name in ("energy", "valence"):
        features[:, NAMES.index(name)] = rng.random(len(tracks))
    index = index_of(tmp_path_factory.mktemp("library"), tracks, made_vectors(KINDS, PER_KIND))
    return Library(index, build_catalogue(tracks, revision="1"), replace(moods, features=features))


def arc(library: Library, energy=UP_AND_DOWN, mood=(), *, minutes: float = 60.0, refused=None) -> GeneratedList:
    mask = np.zeros(len(library.index), dtype=bool) if refused is None else refused
    return make_arc(library, energy, mood, total_s=60 * minutes, artist_cap=2, refused=mask)


def off(library: Library, made: GeneratedList, name: str, curve) -> float:
    """Return how far the tracks are from a curve on average."""
    assert library.moods is not None
    values = library.moods.features[:, NAMES.index(name)]
    ranks = values.argsort().argsort() / (len(values) - 1)
    rows = [library.moods.rows[track.track_id] for track in made.tracks]
    durations_s = np.array([library.catalogue.track(track.track_id).duration_s for track in made.tracks])
    middles = (np.cumsum(durations_s) - durations_s / 2) / durations_s.sum()
    return float(np.abs(ranks[rows] - np.interp(middles, np.linspace(0, 1, len(curve)), curve)).mean())


def total_s(library: Library, made: GeneratedList) -> float:
    return sum(library.catalogue.track(track.track_id).duration_s for track in made.tracks)


@pytest.mark.parametrize("minutes", [10, 30, 60, 120, 240])
def test_the_time_is_met_within_two_percent(library, minutes):
    made = arc(library, minutes=minutes)
    assert abs(total_s(library, made) - 60 * minutes) <= 0.02 * 60 * minutes
    assert len({track.track_id for track in made.tracks}) == len(made.tracks)


def test_the_energy_follows_the_curve(library):
    made = arc(library)
    assert off(library, made, "energy", UP_AND_DOWN) < 0.05
    assert off(library, arc(library, (0.5, 0.5)), "energy", UP_AND_DOWN) > 0.15


def test_the_mood_follows_its_own_curve(library):
    falling = (0.9, 0.1)
    made = arc(library, UP_AND_DOWN, falling)
    assert off(library, made, "energy", UP_AND_DOWN) < 0.15
    assert off(library, made, "valence", falling) < 0.15
    assert all("mood" in track.reason for track in made.tracks)


def test_an_artist_does_not_come_too_often(library):
    artists = [library.catalogue.track(track.track_id).artist for track in arc(library, minutes=120).tracks]
    windows = [artists[at : at + ARTIST_WINDOW] for at in range(len(artists))]
    assert max(window.count(artist) for window in windows for artist in window) <= 2


def test_what_was_turned_away_does_not_come(library):
    refused = np.arange(len(library.index)) % 2 == 0
    made = arc(library, refused=refused)
    assert not refused[library.rows(track.track_id for track in made.tracks)].any()


def test_each_track_says_how_near_the_curve_it_is(library):
    assert all("energy " in track.reason and "(curve " in track.reason for track in arc(library).tracks)


def test_a_longer_list_than_the_library_has_is_refused_with_what_there_is(library):
    refused = np.arange(len(library.index)) >= 10
    with pytest.raises(NoArc, match=r"no list of 120 min can be made: .* come to \d\d min at best"):
        arc(library, minutes=120, refused=refused)


@pytest.mark.parametrize(
    ("energy", "mood", "minutes", "words"),
    [
        ((0.5,), (), 60, "energy has 2 to 12 points, not 1"),
        ((0.5, 1.5), (), 60, "energy goes from 0 to 100 %"),
        ((0.5, 0.5), (0.1,), 60, "mood has 2 to 12 points"),
        ((0.5, 0.5), (), 1, "5 to 480 min"),
    ],
)
def test_what_is_no_curve_is_refused_in_words(library, energy, mood, minutes, words):
    with pytest.raises(BadInput, match=words):
        arc(library, energy, mood, minutes=minutes)


def test_before_the_tracks_are_described_the_command_is_named(library):
    with pytest.raises(NoMoods, match="segue build moods"):
        arc(replace(library, moods=None))
