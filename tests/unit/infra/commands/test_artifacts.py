from datetime import UTC, datetime

from infra.commands.artifacts import _row_of
from recommender.artifacts.manifest import Manifest, StoredFile

KNOWN = {
    "kind": "charts",
    "version": "20260105T120000000000Z-abcdef",
    "created_at": datetime(2026, 1, 5, 12, tzinfo=UTC),
    "files": {"a": StoredFile("0", 2_500_000)},
    "fingerprint": "f",
    "dims": 3,
    "seed": 0,
    "config_digest": "abcdef",
}


def test_a_model_is_listed_with_its_score_beside_its_baseline():
    manifest = Manifest(
        **KNOWN, metric="overlap@50", counts={"rows": 1234}, offline_metrics={"overlap@50": 0.87, "ndcg@50": 0.9},
        baseline_metrics={"overlap@50": 0.851},
    )  # fmt: skip
    assert _row_of(manifest, is_current=True) == (
        "charts", "20260105T120000000000Z-abcdef *", "2026-01-05 12:00 UTC", "1,234", "overlap@50", "0.8700", "0.8510",
        "2.5",
    )  # fmt: skip


def test_an_index_is_listed_with_its_recall():
    manifest = Manifest(**KNOWN, metric="cosine", counts={"tracks": 7}, offline_metrics={"recall_at_10": 0.9971})
    assert _row_of(manifest, is_current=False)[1:] == (
        "20260105T120000000000Z-abcdef", "2026-01-05 12:00 UTC", "7", "recall@10", "0.9971", "", "2.5",
    )  # fmt: skip


def test_a_version_without_figures_says_nothing_of_them():
    manifest = Manifest(**KNOWN, metric="cosine", counts={"tracks": 7})
    assert _row_of(manifest, is_current=False)[4:7] == ("", "", "")
