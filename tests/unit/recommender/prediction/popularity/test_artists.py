from dataclasses import replace

import numpy as np

from recommender.prediction.popularity.features.artists import ARTIST_FACTS, ArtistTable, given_facts
from recommender.prediction.popularity.features.matrix import Encoder
from recommender.prediction.popularity.releases import release_of
from tests.builders.popularity import made_tracks, with_popularity

POPULARITY = ARTIST_FACTS.index("artist_popularity")
N = ARTIST_FACTS.index("artist_n")


def three_tracks():
    made = made_tracks(3)
    return replace(
        made,
        titles=("X", "Y", "Z"),
        albums=("One", "One", "Two"),
        artists=(("A",), ("A",), ("a", "B")),
        popularity=np.array([10.0, 20.0, 60.0]),
    )


def test_a_training_row_does_not_see_its_own_release():
    tracks = three_tracks()
    facts = ArtistTable.of(tracks).facts_of_training(tracks, release_of(tracks))
    assert facts[:, POPULARITY].tolist() == [60.0, 60.0, 15.0]
    assert np.allclose(np.expm1(facts[:, N]), [1, 1, 2])


def test_no_answer_of_a_release_reaches_its_own_inputs():
    tracks = made_tracks(60)
    releases = release_of(tracks)
    row = 7
    own = np.flatnonzero(releases == releases[row])
    changed = tracks.popularity.copy()
    changed[own] = 100 - changed[own]
    before, after = (
        ArtistTable.of(each).facts_of_training(each, releases)[row]
        for each in (tracks, with_popularity(tracks, changed))
    )
    shrunk = {ARTIST_FACTS.index(name) for name in ("artist_shrunk", "credit_best", "credit_mean")}
    exact = [place for place in range(len(ARTIST_FACTS)) if place not in shrunk]
    assert np.array_equal(before[exact], after[exact], equal_nan=True)


def test_what_is_asked_about_never_reaches_the_table():
    tracks, asked = made_tracks(50), made_tracks(20, seed=1)
    table = ArtistTable.of(tracks)
    other = with_popularity(asked, np.full(20, np.nan))
    assert np.array_equal(table.facts(asked), table.facts(other), equal_nan=True)


def test_an_unknown_artist_has_no_facts():
    tracks = three_tracks()
    stranger = replace(tracks, artists=(("C",), (), ("C", "D")))
    assert np.isnan(ArtistTable.of(tracks).facts(stranger)).all()


def test_a_known_guest_of_an_unknown_artist_counts_in_the_credit_only():
    tracks = three_tracks()
    facts = ArtistTable.of(tracks).facts(replace(tracks, artists=(("C", "A"),) * 3))
    assert np.isnan(facts[0, POPULARITY])
    assert facts[0, ARTIST_FACTS.index("credit_popularity")] == 30.0


def test_the_popularity_of_a_name_is_the_mean_of_its_tracks():
    table = ArtistTable.of(three_tracks())
    assert table.popularity_of(" A ") == 30.0
    assert table.popularity_of("nobody") is None


def test_of_a_guess_only_the_guess_is_told():
    facts = given_facts(np.array([42.0]))[0]
    assert facts[POPULARITY] == 42.0
    assert np.isnan(np.delete(facts, POPULARITY)).all()


def test_training_hides_facts_so_that_they_may_be_missing_later():
    tracks = made_tracks(400)
    encoder = Encoder.of(tracks, with_genre=True, with_artist=True, with_album=False)
    matrix = encoder.of_training(tracks, release_of(tracks), np.random.default_rng(0))
    title, artist = matrix[:, encoder.layout.find_block("title")], matrix[:, encoder.layout.find_block("artist")]
    assert 0.05 < np.isnan(title).all(axis=1).mean() < 0.3
    guessed = ~np.isnan(artist[:, POPULARITY]) & np.isnan(artist[:, N])
    assert 0.05 < guessed.mean() < 0.3
    assert 0.02 < (matrix[:, encoder.layout.find_block("genre")].sum(axis=1) == 0).mean() < 0.2


def test_without_the_artist_there_is_no_artist_column():
    encoder = Encoder.of(made_tracks(), with_genre=True, with_artist=False, with_album=False)
    assert not any(name.startswith(("artist", "credit", "album")) for name in encoder.layout.columns)
