from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace

from recommender.errors import BadInput, OutOfRange
from recommender.listening.reranking import ARTIST_WINDOW, SAME_SOUND
from recommender.playlists.generated.landmarks import Landmarks
from recommender.playlists.generated.path import MAX_TRACKS, TooFewTracks, find_path
from recommender.similarity.features import N_COLUMNS
from recommender.similarity.track_index import TrackIndex
from tests.builders.index import index_of, made_index, made_tracks, made_vectors


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> TrackIndex:
    return made_index(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def twins(tmp_path_factory) -> TrackIndex:
    """Thirty tracks, each twice: another recording of the same sound under another name."""
    tracks, vectors = made_tracks(6, 5), made_vectors(6, 5)
    again = [replace(track, track_id=f"{track.track_id}-again", title=f"{track.title} again") for track in tracks]
    return index_of(tmp_path_factory.mktemp("twins"), [*tracks, *again], np.concatenate([vectors, vectors]))


def horseshoe_vectors(n: int) -> np.ndarray:
    """Sounds along three quarters of a circle: between its two ends, and inside, there is none."""
    rng = np.random.default_rng(2)
    angle = np.linspace(0, 1.5 * np.pi, n)[:, None]
    one, other = rng.normal(0, 1, (2, N_COLUMNS))
    return (np.cos(angle) * one + np.sin(angle) * other + rng.normal(0, 0.02, (n, N_COLUMNS))).astype(np.float32)


def largest_in_a_window(index: TrackIndex, rows) -> int:
    artists = index.table.artist_codes[list(rows)].tolist()
    windows = [artists[at : at + ARTIST_WINDOW] for at in range(len(artists))]
    return max(window.count(artist) for window in windows for artist in window)


@pytest.mark.parametrize("n", [2, 3, 4, 7, 25, 60, MAX_TRACKS])
def test_a_path_has_exactly_n_tracks_from_the_first_to_the_last_without_repeats(index, n):
    for start, end in [(0, 299), (10, 11), (120, 3)]:
        path = find_path(index, [start, end], n=n, artist_cap=2)
        assert len(path.rows) == n == len(set(path.rows))
        assert (path.rows[0], path.rows[-1]) == (start, end)
        assert len(path.steps) == n - 1


def test_a_path_passes_every_station_in_its_order(index):
    stations = [0, 130, 60, 299]
    path = find_path(index, stations, n=20, artist_cap=2)
    assert [row for row in path.rows if row in stations] == stations
    assert len(set(path.rows)) == 20


def test_a_path_goes_around_where_no_music_is(tmp_path):
    horseshoe = index_of(tmp_path, made_tracks(20, 15), horseshoe_vectors(300))
    path = find_path(horseshoe, [0, 299], n=20, artist_cap=2)
    straight = 1 - horseshoe.vector(0) @ horseshoe.vector(299)
    assert path.steps.max() < straight / 4
    assert list(path.rows) == sorted(path.rows)


def test_an_artist_comes_at_most_twice_in_any_ten_tracks(index):
    path = find_path(index, [0, 299], n=60, artist_cap=2)
    assert largest_in_a_window(index, path.rows) <= 2
    assert path.artist_cap == 2


def test_where_there_are_few_artists_they_come_more_often_instead_of_a_shorter_list(tmp_path):
    alone = index_of(tmp_path, made_tracks(2, 20, artists_per_kind=1), made_vectors(2, 20))
    path = find_path(alone, [0, 39], n=30, artist_cap=2)
    assert len(path.rows) == 30
    assert 2 < path.artist_cap == largest_in_a_window(alone, path.rows)


def test_almost_the_same_sound_never_comes_twice(twins):
    path = find_path(twins, [0, 29], n=20, artist_cap=10)
    vectors = twins.vectors_of(path.rows)
    alike = vectors @ vectors.T - np.eye(20)
    assert alike.max() < SAME_SOUND


def test_another_recording_of_a_song_never_comes_twice(tmp_path):
    tracks = [replace(track, title="Same", artist=f"artist {at % 8}") for at, track in enumerate(made_tracks(4, 10))]
    songs = index_of(tmp_path, tracks, made_vectors(4, 10))
    assert len(find_path(songs, [0, 1], n=8, artist_cap=2).rows) == 8
    with pytest.raises(TooFewTracks):
        find_path(songs, [0, 1], n=9, artist_cap=2)


def test_a_library_that_has_too_few_different_tracks_is_told_with_their_number(twins):
    assert len(find_path(twins, [0, 29], n=30, artist_cap=2).rows) == 30
    with pytest.raises(TooFewTracks, match=r"the library has 30 that may be in it.* ask for at most 30") as refused:
        find_path(twins, [0, 29], n=31, artist_cap=2)
    assert refused.value.n_different == 30


def test_what_is_not_allowed_is_only_there_as_a_station(index):
    allowed = np.zeros(len(index), dtype=bool)
    allowed[100:200] = True
    path = find_path(index, [0, 299], n=30, artist_cap=2, allowed=allowed)
    assert all(100 <= row < 200 for row in path.rows[1:-1])


def test_the_same_question_has_the_same_answer(index):
    assert find_path(index, [5, 250], n=25, artist_cap=2).rows == find_path(index, [5, 250], n=25, artist_cap=2).rows


@pytest.mark.parametrize(
    ("stations", "n", "words"),
    [
        ([1], 5, "2 to 8 stations, not 1"),
        (list(range(9)), 20, "2 to 8 stations, not 9"),
        ([1, 2, 1], 9, "no track twice"),
        ([1, 2, 3], 2, "has 3 to 100 tracks, not 2"),
        ([1, 2], 101, "has 2 to 100 tracks, not 101"),
    ],
)
def test_what_is_no_path_is_refused_in_words(index, stations, n, words):
    with pytest.raises((BadInput, OutOfRange), match=words):
        find_path(index, stations, n=n, artist_cap=2)


def test_a_way_over_landmarks_avoids_long_steps(index):
    landmarks = Landmarks.choose(index, n=150, n_joined=10)
    every = np.ones(len(index), dtype=bool)
    way = [0, *landmarks.way(index, start=0, end=299, max_between=12, allowed=every), 299]
    longest = max(1 - index.vector(a) @ index.vector(b) for a, b in pairwise(way))
    assert len(way) <= 14
    assert longest < 1 - index.vector(0) @ index.vector(299)
    assert landmarks.way(index, start=0, end=299, max_between=0, allowed=every) == []
