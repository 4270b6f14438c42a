from dataclasses import replace

import numpy as np
import pytest

from recommender.records import Track, TrackId
from recommender.similarity.duplicates.finding import find_copies, join_songs
from recommender.similarity.duplicates.grouping import leave_out_chains
from recommender.similarity.duplicates.same_recording import (
    CROWD,
    MIN_COSINE,
    USUAL_CROWD,
    crowd_cosine,
    is_same_recording,
    steady_vectors,
)
from recommender.similarity.features import N_COLUMNS, columns_of
from recommender.similarity.learned.metric import apply_metric
from recommender.similarity.track_table import TrackTable
from tests.builders.index import index_of, made_tracks, made_vectors, table_of


def unit(vectors: np.ndarray) -> np.ndarray:
    made: np.ndarray = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return made


def library(rng: np.random.Generator, n: int = 40) -> tuple[np.ndarray, np.ndarray, TrackTable]:
    """Unit vectors in which row 1 is nearly row 0, all others as neighbours of each, and their table."""
    vectors = rng.standard_normal((n, N_COLUMNS))
    vectors[1] = vectors[0] + 0.1 * rng.standard_normal(N_COLUMNS)
    neighbours = np.stack([np.delete(np.arange(n), row) for row in range(n)])
    tracks = [Track(track_id=TrackId(f"{i:02d}"), title=f"Title {i}", artist="A", duration_s=200.0) for i in range(n)]
    return unit(vectors), neighbours, table_of(tracks)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_a_copy_is_found_once(rng: np.random.Generator) -> None:
    vectors, neighbours, table = library(rng)
    assert find_copies(vectors, neighbours, table).tolist() == [[0, 1]]


def test_a_copy_is_found_after_a_metric_was_learned(rng: np.random.Generator) -> None:
    vectors, neighbours, table = library(rng)
    along = np.zeros(N_COLUMNS)
    along[columns_of("fluctuation")] = rng.standard_normal(160)
    metric = (np.eye(N_COLUMNS) + 0.5 * np.outer(along, along)).astype(np.float32)  # half of the tracks become alike
    assert find_copies(apply_metric(vectors, metric), neighbours, table, metric=metric).tolist() == [[0, 1]]


@pytest.mark.parametrize(("duration_s", "found"), [(180.0, 1), (150.0, 0), (np.nan, 1)])
def test_what_is_much_shorter_is_no_copy(rng: np.random.Generator, duration_s: float, found: int) -> None:
    vectors, neighbours, table = library(rng)
    durations_s = table.durations_s.copy()
    durations_s[1] = duration_s
    assert len(find_copies(vectors, neighbours, replace(table, durations_s=durations_s))) == found


def test_a_live_version_is_kept_apart_from_the_studio_version(rng: np.random.Generator) -> None:
    vectors, neighbours, table = library(rng)
    live = replace(table, titles=["Title 0 (Live)", *table.titles[1:]])
    assert not len(find_copies(vectors, neighbours, live))
    both = replace(table, titles=["Title 0 (Live)", "Title 0 [live]", *table.titles[2:]])
    assert len(find_copies(vectors, neighbours, both)) == 1


def test_where_all_music_is_alike_a_copy_must_still_stand_out(rng: np.random.Generator) -> None:
    drone = unit(rng.standard_normal((1, N_COLUMNS)) * 5 + rng.standard_normal((40, N_COLUMNS)))
    _, neighbours, table = library(rng)
    steady = steady_vectors(drone)
    assert (steady @ steady.T).min() > MIN_COSINE
    assert not len(find_copies(drone, neighbours, table))


def test_missing_neighbours_are_nobodys_copy(rng: np.random.Generator) -> None:
    vectors, neighbours, table = library(rng)
    vectors[-1] = vectors[5]  # where -1 would lead to
    neighbours = np.where(neighbours == len(vectors) - 1, -1, neighbours)
    neighbours[-1] = -1
    assert find_copies(vectors, neighbours, table).tolist() == [[0, 1]]


def test_contrast_and_single_frames_do_not_count() -> None:
    vectors = unit(np.random.default_rng(1).standard_normal((2, N_COLUMNS)))
    other = vectors.copy()
    other[:, columns_of("spectral_contrast")] = 0.0
    assert np.allclose(steady_vectors(vectors), steady_vectors(other), atol=1e-6)


def test_where_no_fluctuation_is_known_nothing_is_a_copy(rng: np.random.Generator) -> None:
    vectors, neighbours, table = library(rng)
    vectors[:, columns_of("fluctuation")] = 0.0
    assert not len(find_copies(vectors, neighbours, table))


def test_without_a_crowd_what_is_usual_stands_for_the_rest() -> None:
    assert crowd_cosine(np.ones((2, CROWD))).tolist() == [USUAL_CROWD, USUAL_CROWD]
    same = is_same_recording(np.array([0.91, 0.89, 0.91]), np.array([USUAL_CROWD, USUAL_CROWD, 0.8]), np.ones(3))
    assert same.tolist() == [True, False, False]


def test_songs_are_joined_through_others() -> None:
    songs = np.array([0, 1, 2, 3, 3, 5], dtype=np.int32)
    joined = join_songs(songs, np.array([[0, 2], [2, 4]]))
    assert joined.tolist() == [0, 1, 0, 0, 0, 5]
    assert joined.dtype == np.int32
    assert join_songs(songs, np.empty((0, 2), dtype=np.int64)).tolist() == songs.tolist()


def test_sounds_that_run_into_one_another_are_no_copies() -> None:
    chain = np.array([[n, n + 1] for n in range(10)])
    three_of_one_recording = np.array([[20, 21], [21, 22]])
    told = np.concatenate([chain, three_of_one_recording])
    assert leave_out_chains(told).tolist() == three_of_one_recording.tolist()
    assert leave_out_chains(np.empty((0, 2), dtype=np.int64)).shape == (0, 2)


def test_an_index_gives_copies_one_song_though_their_tags_differ(tmp_path_factory: pytest.TempPathFactory) -> None:
    raw = made_vectors(6, 10)
    raw[7] = raw[3] + np.float32(0.02)
    table = index_of(tmp_path_factory.mktemp("index"), made_tracks(6, 10), raw).table
    songs = table.song_codes.tolist()
    assert songs[7] == songs[3]
    assert len(set(songs)) == len(songs) - 1
