from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from infra.commands.build import sessions_table
from recommender.artifacts.manifest import Manifest


def shown(*, is_measured: bool, is_served: bool) -> str:
    manifest = Manifest(
        fingerprint="sessions-1",
        metric="HR@20",
        dims=0,
        counts={"tracks": 1_200, "sessions": 300, "plays": 4_000, "positions": 700},
        seed=0,
        config_digest="0" * 12,
        parameters={"is_measured": float(is_measured), "is_served": float(is_served)},
        offline_metrics={"HR@20": 0.456, "MRR@20": 0.218} if is_measured else {},
        baseline_metrics={"HR@20": 0.415, "MRR@20": 0.171} if is_measured else {},
        kind="sessions",
        version="20261201T010125808406Z-dc4b50",
        created_at=datetime(2026, 12, 1, tzinfo=UTC),
        files={},
    )
    console = Console(file=StringIO(), width=120)
    console.print(sessions_table(manifest, seconds=1.0))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_built_sessions_are_shown_beside_the_best_single_model():
    text = shown(is_measured=True, is_served=True)
    for words in ("HR@20, 700 positions", "0.456 (best single model: 0.415)", "1,200", "yes"):
        assert words in text
    assert "default" not in text


def test_what_was_not_measured_or_is_not_served_is_said():
    assert "the default ones; there are too few sessions to choose by" in shown(is_measured=False, is_served=True)
    assert "no " in shown(is_measured=True, is_served=False).split("served")[1]
