from dataclasses import replace

import numpy as np
import pytest

from recommender.prediction.popularity.releases import bare_title, release_of
from recommender.prediction.popularity.splits import SPLITS, folds_by, without_releases_of
from tests.builders.popularity import made_tracks


def tracks_of(*rows: tuple[str, str, tuple[str, ...]]):
    made = made_tracks(len(rows))
    titles, albums, artists = zip(*rows, strict=True)
    return replace(made, titles=titles, albums=albums, artists=artists)


@pytest.mark.parametrize(
    ("title", "bare"),
    [("Ghost - Acoustic", "ghost"), ("Ghost (Live)", "ghost"), ("Ghost [2011]", "ghost"), ("(Intro)", "(intro)")],
)
def test_a_title_is_bare_up_to_its_first_remark(title, bare):
    assert bare_title(title) == bare


def test_the_same_song_on_another_album_is_the_same_release():
    found = release_of(tracks_of(("Ghost", "One", ("A",)), ("Ghost - Live", "Two", ("A",)), ("Other", "Three", ("A",))))
    assert found[0] == found[1] != found[2]


def test_two_songs_of_one_album_are_the_same_release():
    found = release_of(tracks_of(("X", "One", ("A",)), ("Y", "one ", ("A",)), ("Z", "One", ("B",))))
    assert found[0] == found[1] != found[2]


def test_a_chain_of_songs_and_albums_is_one_release():
    rows = (("X", "One", ("A",)), ("X", "Two", ("A",)), ("Y", "Two", ("A",)))
    assert len(set(release_of(tracks_of(*rows)).tolist())) == 1


def test_the_order_of_a_credit_does_not_hide_a_song():
    found = release_of(tracks_of(("X", "One", ("A", "B")), ("X", "Two", ("B", "A"))))
    assert found[0] == found[1]


def test_songs_of_like_name_by_others_are_apart():
    found = release_of(tracks_of(("Hello", "", ("A",)), ("Hello", "", ("B",))))
    assert found[0] != found[1]


def crowded():
    """Songs that come again on other albums, partly with the credit turned round."""
    made = made_tracks(300)
    twice = replace(
        made,
        track_ids=tuple(f"again {each}" for each in made.track_ids),
        albums=tuple(f"Hits {row // 7}" for row in range(300)),
        artists=tuple(("Somebody Else", *names) for names in made.artists),
    )
    return made.followed_by(twice)


@pytest.mark.parametrize("split", SPLITS)
def test_no_release_is_on_both_sides(split):
    tracks = crowded()
    releases = release_of(tracks)
    for fold in folds_by(split, tracks, releases, np.random.default_rng(0)):
        assert not set(releases[fold.train]) & set(releases[fold.test])


@pytest.mark.parametrize("split", SPLITS)
def test_no_song_of_an_artist_and_no_track_is_on_both_sides(split):
    tracks = crowded()

    def songs(rows):
        return {(tracks.titles[row], name) for row in rows for name in tracks.artists[row]}

    for fold in folds_by(split, tracks, release_of(tracks), np.random.default_rng(0)):
        assert not songs(fold.train) & songs(fold.test)
        assert not set(fold.train) & set(fold.test)


def test_by_artist_no_first_artist_is_on_both_sides():
    tracks = made_tracks()
    artists = tracks.first_artists
    for fold in folds_by("artist", tracks, release_of(tracks), np.random.default_rng(0)):
        assert not set(artists[fold.train]) & set(artists[fold.test])


@pytest.mark.parametrize("split", SPLITS)
def test_every_track_is_asked_about_once(split):
    tracks = made_tracks()
    asked = [fold.test for fold in folds_by(split, tracks, release_of(tracks), np.random.default_rng(0))]
    assert sorted(np.concatenate(asked)) == list(range(len(tracks)))


def test_linked_training_rows_go():
    releases = np.array([0, 0, 1, 2])
    assert without_releases_of(np.array([0]), np.array([1, 2, 3]), releases).tolist() == [2, 3]
