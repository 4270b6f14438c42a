"""How good the picks are: rates of what was in view with their intervals, and what the models in use measured."""

from datetime import timedelta

import pytest

from recommender.artifacts.manifest import Manifest
from recommender.errors import ServerUnavailable
from recommender.experiments.quality.counting import MIN_PICKS, count_shown
from recommender.experiments.quality.live import KEEP_FOR, LiveQuality
from recommender.experiments.quality.published import index_quality, is_measured, sessions_quality
from recommender.experiments.quality.records import PicksQuality, ShownQuality
from recommender.prediction.evaluation.report import Report, ReportRow
from tests.builders.events import START
from tests.builders.experiments import did, shown
from tests.contracts.fakes.experiments import FakeShownEvents

NOW = START + timedelta(hours=2)


def counted(*events, now=NOW, **how) -> ShownQuality:
    archive = FakeShownEvents()
    archive.kept = list(events)
    return count_shown(archive, now=now, **how)


def shares(rates) -> dict[str, tuple[int, int]]:
    return {rate.name: (rate.n_done, rate.n) for rate in rates}


def manifest(**fields) -> Manifest:
    known = {
        "kind": "made", "version": "20261201T000000Z-abcdef", "created_at": NOW, "files": {}, "fingerprint": "f",
        "metric": "m", "dims": 0, "counts": {}, "seed": 0, "config_digest": "abcdef",
    }  # fmt: skip
    return Manifest(**known | fields)


def test_picks_in_view_are_counted_of_all_listeners_together_and_by_source_and_place():
    quality = counted(
        shown("anna", "ab"),
        did("anna", "started", "a"),
        did("anna", "finished", "a", minutes=4),
        shown("bert", "c", source="session"),
        did("bert", "started", "c"),
        did("bert", "skipped", "c", position_s=5),
        did("bert", "liked", "c"),
    )
    assert (quality.hours, quality.n_listeners, quality.n_shown) == (720, 2, 3)
    everything = {"plays": (2, 3), "finishes": (1, 2), "early_skips": (1, 2), "likes": (1, 3)}
    assert shares(quality.rates) == everything
    assert {each.group: shares(each.rates)["plays"] for each in quality.by_source} == {
        "session": (1, 1),
        "taste": (1, 2),
    }
    assert [(each.group, shares(each.rates)["plays"]) for each in quality.by_place] == [("1", (2, 2)), ("2", (0, 1))]


def test_a_share_has_its_interval_and_says_whether_it_is_of_too_few():
    few, enough = (
        counted(*(shown(f"listener-{n}", "a") for n in range(n_shown))).rates[0]
        for n_shown in (MIN_PICKS - 1, MIN_PICKS)
    )
    assert (few.is_few, enough.is_few) == (True, False)
    assert (enough.low, enough.high) == (0.0, pytest.approx(0.1135, abs=0.001))


def test_what_was_played_of_nothing_has_no_rate():
    assert shares(counted(shown("anna", "ab")).rates) == {"plays": (0, 2), "likes": (0, 2)}
    assert counted() == ShownQuality(hours=720, n_listeners=0, n_shown=0)


def test_where_more_happened_than_is_read_at_once_a_shorter_time_is_counted():
    old = [shown("anna", "a", slate_id=f"old-{n}", minutes=-60 * 24 * 3) for n in range(5)]
    new = [shown("anna", "a", slate_id=f"new-{n}") for n in range(3)]
    assert counted(*old, *new, max_events=8).n_shown == 8
    week = counted(*old, *new, max_events=3)
    assert (week.hours, week.n_shown) == (24, 3)
    assert counted(*old, *new, max_events=2, now=START + timedelta(minutes=30)).hours == 1


def test_others_may_go_on_after_each_event():
    pauses = []
    counted(shown("anna", "a"), did("anna", "started", "a"), pause=lambda: pauses.append(1))
    assert len(pauses) == 2


def test_an_index_says_what_it_finds_and_what_learning_gained():
    plain = index_quality(manifest(counts={"tracks": 48}, offline_metrics={"recall_at_10": 0.97}))
    assert (plain.n_tracks, plain.recall, plain.learned) == (48, 0.97, None)
    learned = index_quality(
        manifest(
            offline_metrics={"recall_at_10": 0.97, "unseen_artist_p10": 0.3, "uses_learned": 1.0},
            baseline_metrics={"unseen_artist_p10": 0.2},
        )
    ).learned
    assert learned is not None
    assert (learned.is_used, learned.precision, learned.precision_without) == (True, 0.3, 0.2)


def test_sessions_say_what_they_foresee_beside_popularity_and_the_best_single_rule():
    made = manifest(
        counts={"sessions": 1200, "positions": 700},
        parameters={"is_served": 1.0, "is_measured": 1.0},
        offline_metrics={"HR@20": 0.456, "MRR@20": 0.218},
        baseline_metrics={"HR@20": 0.415, "MRR@20": 0.171},
    )
    row = {"metric": "incremental: HR@20", "n": 700}
    rows = (
        ReportRow(model="blend", value=0.456, low=0.42, high=0.49, **row),
        ReportRow(model="popularity", value=0.1, **row),
        ReportRow(model="decayed popularity", value=0.2, **row),
        ReportRow(model="blend", metric="static: HR@20", value=0.9, low=0.8, high=1.0, n=700),
    )
    quality = sessions_quality(made, Report(task="sessions", protocol="", rows=rows))
    assert is_measured(made)
    assert (quality.n_sessions, quality.is_served) == (1200, True)
    assert quality.next_track is not None
    assert (quality.next_track.n, quality.next_track.hit_rate, quality.next_track.hit_rate_low) == (700, 0.456, 0.42)
    assert (quality.next_track.hit_rate_popularity, quality.next_track.hit_rate_best_single) == (0.2, 0.415)
    assert (quality.next_track.mrr, quality.next_track.mrr_best_single) == (0.218, 0.171)


def test_sessions_that_were_not_measured_have_no_figure():
    made = manifest(counts={"sessions": 20}, parameters={"is_served": 1.0, "is_measured": 0.0})
    assert not is_measured(made)
    quality = sessions_quality(made, None)
    assert (quality.is_served, quality.next_track) == (True, None)


def test_it_is_counted_again_only_after_a_while():
    moments = [START, START, START + KEEP_FOR / 2, START + KEEP_FOR, START + KEEP_FOR]
    n_counted = []

    def count() -> PicksQuality:
        n_counted.append(1)
        shown_ = ShownQuality(hours=720, n_listeners=0, n_shown=len(n_counted))
        return PicksQuality(counted_at=START + (len(n_counted) - 1) * KEEP_FOR, shown=shown_, index=None, sessions=None)

    live = LiveQuality(count, lambda: moments[0])
    seen = []
    while moments:
        seen.append(live.current().shown.n_shown)
        moments.pop(0)
    assert seen == [1, 1, 1, 2, 2]


def test_what_could_not_be_counted_is_tried_again():
    answers = [ServerUnavailable("MongoDB does not answer"), ShownQuality(hours=720, n_listeners=0, n_shown=1)]

    def count() -> PicksQuality:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return PicksQuality(counted_at=START, shown=answer, index=None, sessions=None)

    live = LiveQuality(count, lambda: START)
    with pytest.raises(ServerUnavailable):
        live.current()
    assert live.current().shown.n_shown == 1


def test_another_version_is_told_of_at_once():
    versions = [("",), ("first",), ("first",), ("second",)]
    n_counted = []

    def count() -> PicksQuality:
        n_counted.append(1)
        shown_ = ShownQuality(hours=720, n_listeners=0, n_shown=len(n_counted))
        return PicksQuality(counted_at=START, shown=shown_, index=None, sessions=None)

    live = LiveQuality(count, lambda: START, versions=lambda: versions.pop(0))
    assert [live.current().shown.n_shown for _ in range(4)] == [1, 2, 2, 3]
