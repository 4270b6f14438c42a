from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recommender.artifacts.manifest import Description, Manifest
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact, FingerprintMismatch, NotReady
from recommender.records import Track, TrackId
from recommender.similarity.coded_vectors import CODES_FILE
from recommender.similarity.features import N_COLUMNS
from recommender.similarity.index_build import IndexConfig, build_track_index, check_index, hubness_rows
from recommender.similarity.publishing_gate import GateClosed, require_no_collapse
from recommender.similarity.search.exact import nearest_exactly
from recommender.similarity.search.settings import RecallTooLow, SearchSettings, chosen_settings
from recommender.similarity.search.trees import TREES_FILE
from recommender.similarity.track_index import KIND, TrackIndex
from recommender.similarity.track_table import TrackTable
from tests.builders.index import all_vectors, table_of

CONFIG = IndexConfig(fingerprint="f1")


def table(n: int) -> TrackTable:
    return table_of(
        Track(track_id=TrackId(f"{i:05d}"), title=f"Track {i}", artist=f"Artist {i % 7}", album="Album")
        for i in range(n)
    )


def some_vectors(n: int, *, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    kinds = rng.standard_normal((8, N_COLUMNS))
    return (kinds[rng.integers(8, size=n)] + 0.7 * rng.standard_normal((n, N_COLUMNS))).astype(np.float32)


def published(folder: Path, raw: np.ndarray, *, config: IndexConfig = CONFIG) -> TrackIndex:
    store = ArtifactStore(folder)
    version = store.publish(
        KIND,
        lambda path: build_track_index(path, raw, table(len(raw)), config, np.random.default_rng(config.seed)),
        check=check_index,
    )
    return TrackIndex.load(store.local_path(KIND, version), expected_fingerprint="f1")


def without_table(index: TrackIndex) -> TrackIndex:
    """The same index of which only the trees are asked."""
    part = copy(index)
    part._nearest, part._search = None, replace(index._search, nearest=None)
    return part


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TrackIndex:
    return published(tmp_path_factory.mktemp("index"), some_vectors(1500))


def test_neighbours_are_sorted_and_never_the_track_itself(index: TrackIndex) -> None:
    for row in (0, 700, 1499):
        found = index.neighbours(row, 20)
        assert len(found.rows) == len(set(found.rows.tolist())) == 20
        assert row not in found.rows
        assert (np.diff(found.closeness) <= 0).all()
        assert found.closeness.min() >= 0
        assert found.closeness.max() <= 1
        assert (found.rows.dtype, found.closeness.dtype) == (np.int32, np.float32)


def test_tracks_are_compared_as_the_search_compares_them_in_the_order_given(index: TrackIndex) -> None:
    near = index.neighbours(3, 10)
    compared = index.compare(3, near.rows[::-1])
    assert compared.rows.tolist() == near.rows[::-1].tolist()
    assert compared.distance == pytest.approx(near.distance[::-1])
    assert compared.closeness == pytest.approx(near.closeness[::-1])
    assert compared.min_distance == near.min_distance


def test_the_search_finds_the_true_nearest_by_cosine(index: TrackIndex) -> None:
    rows = np.arange(0, 1500, 15)
    vectors = index.space.transform(some_vectors(1500))
    truth = nearest_exactly(vectors, rows, 10)
    hits = sum(
        int((vectors[index.by_cosine(row, 10)] @ vectors[row] >= truth[i, -1] - 1e-6).sum())
        for i, row in enumerate(rows.tolist())
    )
    assert hits / (10 * len(rows)) >= 0.99


@pytest.mark.parametrize(("n_copies", "change"), [(12, 0.01), (150, 0.05), (150, 0.0)])
def test_near_copies_of_a_track_do_not_keep_an_index_from_being_published(
    tmp_path: Path, n_copies: int, change: float
) -> None:
    raw = some_vectors(188, seed=1)
    copies = raw[0] + change * np.random.default_rng(1).standard_normal((n_copies, N_COLUMNS)).astype(np.float32)
    assert len(published(tmp_path, np.concatenate([raw, copies]))) == 188 + n_copies


def test_an_index_whose_search_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    def build(path: Path) -> Description:
        description = build_track_index(path, some_vectors(1500), table(1500), CONFIG, np.random.default_rng(1))
        codes = np.load(path / CODES_FILE)
        np.save(path / CODES_FILE, np.roll(codes, 700, axis=0))
        return description

    with pytest.raises(BadArtifact, match="does not find itself"):
        ArtifactStore(tmp_path).publish(KIND, build, check=check_index)


def test_the_order_is_mutual_proximity_and_not_the_cosine(index: TrackIndex) -> None:
    row = 42
    found = index.neighbours(row, 30)
    cosine = index.vectors_of(found.rows) @ index.vector(row)
    own = (cosine - index.cosine_mean[row]) / index.cosine_std[row]
    other = (cosine - index.cosine_mean[found.rows]) / index.cosine_std[found.rows]
    from scipy.stats import norm

    assert np.allclose(found.closeness, norm.cdf(own) * norm.cdf(other), atol=1e-5)


def test_correction_makes_hubs_rarer(index: TrackIndex) -> None:
    from recommender.similarity.evaluation import hub_skewness

    rows = range(len(index))
    corrected = np.stack([index.neighbours(row, 10).rows for row in rows])
    plain = np.stack([index.by_cosine(row, 10) for row in rows])
    assert hub_skewness(corrected) < hub_skewness(plain)


def test_a_query_vector_finds_the_track_it_came_from(index: TrackIndex) -> None:
    raw = some_vectors(1500)
    found = index.nearest(index.space.transform(raw[77:78])[0], 5)
    assert found.rows[0] == 77
    assert len(found.rows) == 5


def test_three_shards_answer_as_one_does(tmp_path: Path, index: TrackIndex) -> None:
    sharded = published(tmp_path, some_vectors(1500), config=replace(CONFIG, shard_tracks=500))
    assert len(list((tmp_path / KIND / sharded.version).glob("projected*"))) == 3
    index, sharded = without_table(index), without_table(sharded)  # what only the trees find
    for row in range(0, 1500, 50):
        vector = index.space.transform(some_vectors(1500)[row : row + 1] * 1.01)[0]
        one, three = index.nearest(vector, 10), sharded.nearest(vector, 10)
        assert one.rows.tolist() == three.rows.tolist()
        assert one.distance == pytest.approx(three.distance)
        assert index.by_cosine(row, 10).tolist() == sharded.by_cosine(row, 10).tolist()


def test_long_lists_and_short_lists_agree(index: TrackIndex) -> None:
    long, short = index.neighbours(9, 300), index.neighbours(9, 10)
    assert len(long.rows) == 300
    assert (long.rows[:10] == short.rows).all()


def test_more_than_there_are_is_all_there_are(tmp_path: Path) -> None:
    index = published(tmp_path, some_vectors(5))
    assert sorted(index.neighbours(2, 50).rows.tolist()) == [0, 1, 3, 4]


@pytest.mark.parametrize("n", [1, 2, 5, 40])
def test_tiny_catalogues_work(tmp_path: Path, n: int) -> None:
    index = published(tmp_path, some_vectors(n))
    assert len(index.neighbours(0, 10).rows) == min(10, n - 1)
    assert index.nearest(index.vector(0), 3).rows[0] == 0


def test_equal_tracks_missing_numbers_and_constant_columns_work(tmp_path: Path) -> None:
    raw = some_vectors(60)
    raw[10:20] = raw[10]
    raw[:, 3] = 1.0
    raw[30, 5:200] = np.nan
    raw[31] = np.nan
    index = published(tmp_path, raw)
    assert np.isfinite(all_vectors(index)).all()
    assert set(index.neighbours(10, 9).rows.tolist()) == set(range(11, 20))


def test_an_empty_catalogue_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="segue ingest PATH"):
        published(tmp_path, some_vectors(0))
    assert ArtifactStore(tmp_path).current(KIND) is None


def test_the_same_input_and_seed_give_the_same_files(tmp_path: Path) -> None:
    raw = some_vectors(300)
    first, second = published(tmp_path / "a", raw), published(tmp_path / "b", raw)
    manifests = [ArtifactStore(tmp_path / each).versions(KIND)[0] for each in "ab"]
    assert manifests[0].files[TREES_FILE] == manifests[1].files[TREES_FILE]
    assert manifests[0].files[CODES_FILE] == manifests[1].files[CODES_FILE]
    assert (first.neighbours(5, 20).rows == second.neighbours(5, 20).rows).all()


def test_the_manifest_says_what_was_built(tmp_path: Path) -> None:
    published(tmp_path, some_vectors(300))
    manifest = ArtifactStore(tmp_path).versions(KIND)[0]
    assert manifest.counts["tracks"] == 300
    assert manifest.dims == N_COLUMNS
    assert manifest.offline_metrics["recall_at_10"] >= 0.99
    assert manifest.parameters["search_k"] > 0
    assert manifest.config_digest == CONFIG.digest


def test_another_fingerprint_is_refused(tmp_path: Path) -> None:
    published(tmp_path, some_vectors(20))
    store = ArtifactStore(tmp_path)
    path = store.local_path(KIND, str(store.current(KIND)))
    with pytest.raises(FingerprintMismatch, match="segue ingest --reanalyse"):
        TrackIndex.load(path, expected_fingerprint="f2")


def test_an_index_goes_on_after_its_files_were_pruned(tmp_path: Path) -> None:
    index = published(tmp_path, some_vectors(400))
    before = index.neighbours(3, 10).rows.copy()
    published(tmp_path, some_vectors(400))
    ArtifactStore(tmp_path).prune(KIND, 1)
    assert (index.neighbours(3, 10).rows == before).all()


def test_parts_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    index = published(tmp_path, some_vectors(30))
    folder = tmp_path / KIND / index.version
    table(29).save(folder)
    with pytest.raises(BadArtifact, match="30 tracks were published"):
        TrackIndex.load(folder, expected_fingerprint="f1")


def test_the_search_is_made_harder_until_recall_is_right() -> None:
    tried: list[SearchSettings] = []

    def measure(settings: SearchSettings) -> float:
        tried.append(settings)
        return 0.9 + settings.search_k / 100_000

    settings, recall = chosen_settings(SearchSettings(search_k=1000), measure, wanted=0.99)
    assert recall >= 0.99
    assert settings == tried[-1]
    assert [each.search_k for each in tried] == sorted(each.search_k for each in tried)


def test_the_best_is_taken_when_nothing_is_good_enough_but_not_below_the_least() -> None:
    def measure(settings: SearchSettings) -> float:
        return 0.96 + settings.trees / 100_000

    settings, recall = chosen_settings(SearchSettings(trees=50), measure)
    assert settings.trees == 200
    assert recall < 0.97
    with pytest.raises(RecallTooLow, match="nothing was published"):
        chosen_settings(SearchSettings(), lambda _: 0.94)


def test_a_catalogue_that_lost_most_of_its_tracks_is_not_published_over_a_whole_one(tmp_path: Path) -> None:
    published(tmp_path / "big", some_vectors(50))
    published(tmp_path / "small", some_vectors(20))
    big: Manifest = ArtifactStore(tmp_path / "big").versions(KIND)[0]
    small: Manifest = ArtifactStore(tmp_path / "small").versions(KIND)[0]
    with pytest.raises(GateClosed, match="--force"):
        require_no_collapse(small, big)
    require_no_collapse(big, small)
    require_no_collapse(small, None)


def test_the_hubness_sample_is_fixed_by_the_seed_and_all_of_a_small_catalogue() -> None:
    assert (hubness_rows(10, size=20, rng=np.random.default_rng(1)) == np.arange(10)).all()
    draws = [hubness_rows(1000, size=20, rng=np.random.default_rng(1)) for _ in range(2)]
    assert (draws[0] == draws[1]).all()
    assert len(set(draws[0].tolist())) == 20
