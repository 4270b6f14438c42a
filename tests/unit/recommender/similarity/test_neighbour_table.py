from pathlib import Path

import numpy as np
import pytest

from recommender.similarity import neighbour_table_build
from recommender.similarity.index_build import build_track_index, measure_cosines_in_blocks
from recommender.similarity.neighbour_table import DISTANCES_FILE, ROWS_FILE, NeighbourTable
from recommender.similarity.neighbour_table_build import RankedSpace, find_all_here, project_all, write_neighbour_table
from recommender.similarity.search import cells
from recommender.similarity.search.settings import RecallTooLow, SearchSettings
from recommender.similarity.space_fit import fit_space
from recommender.similarity.track_index import TrackIndex, open_files
from tests.unit.recommender.similarity.test_track_index import CONFIG, some_vectors, table

N = 1200


def built(path: Path, raw: np.ndarray) -> TrackIndex:
    made = build_track_index(path, raw, table(len(raw)), CONFIG, np.random.default_rng(1))
    assert made.offline_metrics["table_recall_at_10"] >= 0.999
    return open_files(path, version="", n_tracks=len(raw), search=SearchSettings())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="module")
def index(folder: Path) -> TrackIndex:
    return built(folder, some_vectors(N))


def truly_nearest(index: TrackIndex, row: int, n: int) -> np.ndarray:
    others = np.delete(np.arange(len(index), dtype=np.int32), row)
    far = index.compare(row, others).distance
    return others[np.argsort(far, kind="stable")[:n]]


def test_looked_up_neighbours_are_the_nearest_of_the_whole_catalogue(index: TrackIndex):
    rows = range(0, N, 40)
    hits = [np.isin(index.neighbours(row, 10).rows, truly_nearest(index, row, 10)).sum() for row in rows]
    assert np.mean(hits) >= 9.99


def test_without_its_table_an_index_searches_and_finds_the_same(folder: Path, index: TrackIndex, tmp_path: Path):
    for file in folder.iterdir():
        if file.name not in (ROWS_FILE, DISTANCES_FILE):
            (tmp_path / file.name).symlink_to(file)
    hard = SearchSettings(search_k=3000, fetched=120)  # as versions without a table search
    searching = open_files(tmp_path, version="", n_tracks=N, search=hard)
    assert NeighbourTable.load(tmp_path) is None
    for row in (3, 500, 1199):
        found, known = searching.neighbours(row, 20), index.neighbours(row, 20)
        assert found.rows.tolist() == known.rows.tolist()
        assert found.distance == pytest.approx(known.distance, rel=1e-5)
        assert found.closeness == pytest.approx(known.closeness, abs=1e-6)
        assert found.min_distance == known.min_distance
        assert len(searching.candidates(row)) == 60
        assert index.candidates(row).tolist() == index.neighbours(row, 64).rows.tolist()


def test_what_cells_hide_is_searched_for(folder: Path, index: TrackIndex, tmp_path: Path):
    for file in folder.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / ROWS_FILE).unlink()
    rows = np.load(folder / ROWS_FILE)
    rows[7, 12:] = -1
    np.save(tmp_path / ROWS_FILE, rows)
    holed = open_files(tmp_path, version="", n_tracks=N, search=SearchSettings())
    assert len(holed.candidates(7)) == 12
    assert holed.neighbours(7, 20).rows.tolist() == index.neighbours(7, 20).rows.tolist()


def some_space(n: int, *, projected_dims: int = 64) -> tuple[RankedSpace, np.ndarray]:
    raw = some_vectors(n)
    space = fit_space(lambda: [raw], projected_dims=projected_dims)
    unit = space.transform(raw)
    ranked = RankedSpace(unit=unit, cosines=measure_cosines_in_blocks(unit, np.arange(n)))
    return ranked, project_all(unit, space)


def test_by_cells_as_many_are_looked_into_as_the_recall_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cells, "MAX_EXACT", 200)
    ranked, projected = some_space(1500)
    rng = np.random.default_rng(1)
    recall = write_neighbour_table(tmp_path, ranked, projected, find_all=find_all_here, rng=rng)
    made = NeighbourTable.load(tmp_path)
    assert made is not None
    asking = np.arange(0, 1500, 10)
    truth = ranked.nearest_distances(asking, 10)
    assert recall >= 0.999
    assert (made.distances[asking, :10] <= truth[:, -1:] + 1e-7).mean() >= 0.995


def test_a_table_that_misses_neighbours_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(neighbour_table_build, "EFFORTS", ((1, 11),))
    ranked, projected = some_space(1000, projected_dims=1)
    with pytest.raises(RecallTooLow, match="11 candidates of 1 cells"):
        write_neighbour_table(tmp_path, ranked, projected, find_all=find_all_here, rng=np.random.default_rng(1))


@pytest.mark.parametrize("n", [1, 2, 3, 70])
def test_a_small_catalogue_has_all_others_in_its_table(tmp_path: Path, n: int):
    index = built(tmp_path, some_vectors(n))
    for row in range(n):
        known = index.neighbours(row, 64)
        assert row not in known.rows
        assert len(known.rows) == min(64, n - 1)
        assert index.candidates(row).tolist() == known.rows.tolist()
