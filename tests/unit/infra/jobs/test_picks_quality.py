"""What the page of how good the picks are is told of the versions that a process has in use."""

from datetime import UTC, datetime

import msgspec
import pytest

from infra.jobs.picks_quality import PublishedQuality
from recommender.artifacts.manifest import Description
from recommender.artifacts.store import ArtifactStore
from recommender.errors import NotFound
from recommender.prediction.evaluation.report import Report, ReportRow
from recommender.prediction.training import REPORT_FILE

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
REPORT = Report(
    task="sessions",
    protocol="made up",
    rows=(ReportRow(model="popularity", metric="incremental: HR@20", value=0.2, n=700),),
)


@pytest.fixture
def store(tmp_path) -> ArtifactStore:
    return ArtifactStore(tmp_path / "artifacts", clock=lambda: NOW)


def publish(store: ArtifactStore, kind: str, *, report: Report | None = None, **fields) -> str:
    known = {"fingerprint": "f", "metric": "m", "dims": 0, "counts": {}, "seed": 0, "config_digest": "abcdef"}

    def write(folder) -> Description:
        if report is not None:
            (folder / REPORT_FILE).write_bytes(msgspec.json.encode(report))
        return Description(**known | fields)

    return store.publish(kind, write)


def test_before_the_first_version_nothing_is_known(store):
    published = PublishedQuality(store, lambda: "", lambda: "")
    assert (published.of_index(), published.of_sessions()) == (None, None)


def test_the_version_in_use_is_told_of_with_its_report(store):
    index = publish(store, "track_index", counts={"tracks": 48}, offline_metrics={"recall_at_10": 0.97})
    sessions = publish(
        store,
        "sessions",
        report=REPORT,
        counts={"sessions": 1200, "positions": 700},
        parameters={"is_served": 1.0, "is_measured": 1.0},
        offline_metrics={"HR@20": 0.456, "MRR@20": 0.218},
        baseline_metrics={"HR@20": 0.415, "MRR@20": 0.171},
    )
    published = PublishedQuality(store, lambda: index, lambda: sessions)
    of_index, of_sessions = published.of_index(), published.of_sessions()
    assert of_index is not None
    assert (of_index.version, of_index.recall) == (index, 0.97)
    assert of_sessions is not None
    assert of_sessions.next_track is not None
    assert (of_sessions.next_track.hit_rate, of_sessions.next_track.hit_rate_popularity) == (0.456, 0.2)


def test_sessions_that_were_not_measured_need_no_report(store):
    sessions = publish(store, "sessions", counts={"sessions": 20}, parameters={"is_served": 1.0, "is_measured": 0.0})
    of_sessions = PublishedQuality(store, lambda: "", lambda: sessions).of_sessions()
    assert of_sessions is not None
    assert (of_sessions.n_sessions, of_sessions.next_track) == (20, None)


def test_a_version_that_is_gone_is_named(store):
    with pytest.raises(NotFound, match="track_index 20261201T080000Z-abcdef"):
        PublishedQuality(store, lambda: "20261201T080000Z-abcdef", lambda: "").of_index()
