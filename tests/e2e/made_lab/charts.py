"""Made-up topics, evaluations, models and charts."""

from typing import Any

TOPICS = ("charts", "popularity", "streams", "releases", "mood", "descriptors")


def topic(name: str) -> dict[str, Any]:
    """One model that is ready; descriptors are not."""
    ready = name != "descriptors"
    return {
        "topic": name,
        "ready": ready,
        "why": "" if ready else f"there is no {name} model yet; run `segue train {name}`",
        "version": "20260105-ab12cd" if ready else None,
        "made_at": "2026-01-05T12:00:00Z" if ready else None,
        "data_cutoff": "2025-12-28T00:00:00Z" if ready else None,
        "n_rows": 89_741 if ready else None,
        "metric": "overlap@50" if ready else None,
        "score": 0.866 if ready else None,
        "baseline": 0.851 if ready else None,
        "higher_is_better": True if ready else None,
        "train_seconds": 41.2 if ready else None,
    }


def quality(name: str) -> dict[str, Any]:
    """One evaluation."""
    rows = [
        {"model": model, "metric": "overlap@50", "value": value, "low": value - 0.01, "high": value + 0.01, "n": 60}
        for model, value in (("ensemble", 0.866), ("persistence", 0.851), ("moving average", 0.82))
    ]
    return {
        "topic": name,
        "version": "20260105-ab12cd",
        "made_at": "2026-01-05T12:00:00Z",
        "data_cutoff": "2025-12-28T00:00:00Z",
        "protocol": "rolling origin over the last half of the weeks, refitted quarterly",
        "findings": ["most of the gain lies between 1 December and 15 January"],
        "rows": rows,
    }


def forecast(body: dict[str, Any]) -> dict[str, Any]:
    """Next week's chart with every kind of move."""
    n = body.get("n", 50)
    items = []
    for at in range(n):
        is_new = at % 17 == 16
        now = None if is_new else max(1, at - 4 + (at * 7) % 11)
        move = None if now is None else now - at - 1
        ranks = [None if is_new or week % 9 == at % 9 else max(1, at + 1 + (week * at) % 7) for week in range(12)]
        title = f"Song {at:02d}" if at != 3 else "An extraordinarily long title of a song that goes on and on " * 2
        items.append(
            {
                "position": at + 1,
                "title": title if at != 5 else "أغنية الليل الطويل",
                "artist": f"Artist {at % 9}",
                "track_id": f"k0{at % 4}-t0{at % 9}" if at % 3 == 0 else None,
                "score": 1000.0 / (at + 2),
                "low": 800.0 / (at + 2),
                "high": 1300.0 / (at + 2),
                "chance": max(0.004, 1 - at / 60),
                "rank_now": now,
                "move": move,
                "is_new": is_new,
                "history": [{"week": f"2025-W{40 + week}", "score": None, "rank": r} for week, r in enumerate(ranks)],
            }
        )
    asked = body.get("model_type", "best")
    fell_back = "lstm has not been trained on this chart; boosting answers" if asked == "lstm" else ""
    return {
        "chart": body.get("chart") or "global",
        "week": "2026-W02",
        "data_up_to": "2026-W01",
        "asked": asked,
        "model_type": "boosting",
        "fell_back": fell_back,
        "model_version": "20260105-ab12cd",
        "verdict": "Better than saying that nothing changes.",
        "backtest": {
            "metric": "overlap@50",
            "model": 0.866,
            "persistence": 0.851,
            "gain_points": 1.52,
            "low": 0.6,
            "high": 2.4,
            "n_weeks": 60,
        },
        "items": items,
        "message": "",
    }


def models() -> dict[str, Any]:
    """Three versions of each ready model, and the log."""
    versions = [
        {
            "version": f"2026010{5 - at}-ab12cd",
            "is_current": at == 0,
            "made_at": f"2026-01-0{5 - at}T12:00:00Z",
            "data_cutoff": "2025-12-28T00:00:00Z",
            "n_rows": 1000 + at,
            "metric": "overlap@50",
            "score": 0.866 - at * 0.004,
            "baseline": 0.851,
            "train_seconds": 41.0,
        }
        for at in range(3)
    ]
    runs = [
        {
            "run_id": f"r{at}",
            "topic": "charts",
            "started_at": f"2026-01-0{5 - at}T12:00:00Z",
            "seconds": 44.0,
            "outcome": "published" if at == 0 else "not better",
            "message": "" if at == 0 else "0.861 beside 0.866 of the version in use",
            "source": "charts.parquet",
            "n_rows": 1000,
            "metric": "overlap@50",
            "score": 0.866,
            "baseline": 0.851,
        }
        for at in range(3)
    ]
    topics = [{"topic": name, "versions": versions if name != "descriptors" else []} for name in TOPICS]
    return {"topics": topics, "runs": runs}


CHARTS = {
    "charts": [
        {
            "chart": name,
            "weeks": 260,
            "first_week": "2021-W01",
            "last_week": "2026-W01",
            "n_songs": 4000,
            "models": ["best", "boosting", "arima", "lstm", "persistence"],
        }
        for name in ("global", "za", "kr")
    ],
    "model_version": "v",
}
