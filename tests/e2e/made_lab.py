"""Made-up answers of the lab, for tests of its pages without models: `make_up(page)` puts them before the server."""

import json
from collections.abc import Callable
from math import sin
from typing import Any
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page, Route

Answer = tuple[int, Any]

TOPICS = ("charts", "popularity", "streams", "releases", "mood", "descriptors")
BANDS = ("0-25", "26-50", "51-75", "76-100")
FEATURES = (
    ("danceability", "", 0, 1, 0.01, 0.58, "How suitable for dancing"),
    ("energy", "", 0, 1, 0.01, 0.68, "How intense and active"),
    ("key", "", -1, 11, 1, 5, "Pitch class, 0 is C; -1: none"),
    ("loudness", "dB", -60, 6, 0.1, -7, "Loudness on average"),
    ("mode", "", 0, 1, 1, 1, "1 is major, 0 is minor"),
    ("speechiness", "", 0, 1, 0.01, 0.05, "Share of spoken words"),
    ("acousticness", "", 0, 1, 0.01, 0.17, "How acoustic"),
    ("instrumentalness", "", 0, 1, 0.01, 0, "How little singing"),
    ("liveness", "", 0, 1, 0.01, 0.13, "Whether there is an audience"),
    ("valence", "", 0, 1, 0.01, 0.46, "How happy it sounds"),
    ("tempo", "BPM", 0, 300, 1, 122, "Beats a minute; 0: none"),
    ("time_signature", "beats", 0, 7, 1, 4, "Beats in a bar"),
    ("duration_ms", "ms", 0, 6_000_000, 1000, 213_000, "Length"),
)
OWN = {name: default for name, _, _, _, _, default, _ in FEATURES} | {"tempo": 96.0, "energy": 0.4}


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
        "protocol": "rolling origin over the last 30 % of weeks, refitted quarterly, 95 % block bootstrap",
        "findings": ["most of the gain lies between 1 December and 15 January"],
        "rows": rows,
    }


def forecast(body: dict[str, Any]) -> dict[str, Any]:
    """Next week's chart with every kind of move."""
    n = body.get("n", 50)
    items = []
    for at in range(n):
        is_new = at % 17 == 16
        move = None if is_new else (at * 7) % 11 - 5
        now = None if move is None else at + 1 + move
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


def _bands(expected: float) -> list[dict[str, Any]]:
    weights = [max(0.02, 1 - abs(expected - middle) / 50) for middle in (12, 38, 63, 88)]
    return [
        {"band": band, "probability": weight / sum(weights)} for band, weight in zip(BANDS, weights, strict=True)
    ]


def _expected(features: dict[str, float]) -> float:
    return 25 + 30 * features["danceability"] + 10 * sin(features["tempo"] / 40) - 8 * features["instrumentalness"]


def _contributions(features: dict[str, float]) -> list[dict[str, Any]]:
    return [
        {"feature": name, "value": features[name], "effect": 9 * sin(at + features[name])}
        for at, (name, *_) in enumerate(FEATURES)
    ]


def popularity(body: dict[str, Any]) -> Answer:
    """A live answer; a tempo of 299 or more is refused as out of range would be."""
    features = body["features"]
    if features["tempo"] >= 299:
        return 422, {"title": "Unprocessable", "detail": "features.tempo must be below 299"}
    expected = _expected(features)
    energy = features["energy"]
    case = "given" if body["artist_popularity"] is not None else "known" if body["artist"] else "unknown"
    return 200, {
        "expected": expected,
        "low": max(0, expected - 18),
        "high": min(100, expected + 18),
        "is_popular": expected >= body["threshold"],
        "chance_popular": min(0.99, max(0.01, expected / 100)),
        "threshold": body["threshold"],
        "bands": _bands(expected),
        "artist_case": case,
        "artist_popularity": None if case == "unknown" else 61.0,
        "outside": ["tempo"] if features["tempo"] > 220 else [],
        "contributions": _contributions(features),
        "base": 33.2,
        "mood": {
            "moods": [
                {"mood": "Energetic", "probability": energy * 0.7},
                {"mood": "Happy", "probability": energy * 0.3},
                {"mood": "Calm", "probability": (1 - energy) * 0.6},
                {"mood": "Sad", "probability": (1 - energy) * 0.4},
            ],
            "model_version": "m-1",
        },
        "model": "ensemble",
        "model_version": "20260105-ab12cd",
        "baseline": {"model": "genre mean", "expected": 33.0, "bands": _bands(33)},
    }


def curves(body: dict[str, Any]) -> dict[str, Any]:
    """One curve a feature."""
    made = []
    for name, unit, low, high, *_ in FEATURES:
        xs = [low + (high - low) * at / 40 for at in range(41)]
        points = [{"x": x, "expected": _expected(body["features"] | {name: x})} for x in xs]
        value, wide = body["features"][name], high - low
        made.append(
            {
                "feature": name,
                "unit": unit,
                "value": value,
                "known_low": low + 0.1 * wide,
                "known_high": low + 0.75 * wide,
                "points": points,
            }
        )
    return {"curves": made, "model_version": "v"}


def _heard(features: dict[str, float]) -> list[dict[str, Any]]:
    measured = {"key", "mode", "loudness", "tempo", "time_signature", "duration_ms"}
    return [
        {
            "name": name,
            "value": features[name],
            "how": "measured" if name in measured else "estimated",
            "trust": None if name in measured else 0.12 if name == "liveness" else 0.6,
            "is_weak": name == "liveness",
        }
        for name, *_ in FEATURES
    ]


def comparison(body: dict[str, Any]) -> dict[str, Any]:
    """Songs, each a little worse than the one before."""
    items = []
    for at, asked in enumerate(body["songs"]):
        features = asked["features"] or (OWN | {"danceability": 0.8 - at * 0.07})
        expected = _expected(features)
        items.append(
            {
                "name": asked["name"],
                "track_id": asked["track_id"],
                "rank": at + 1,
                "expected": expected,
                "low": expected - 15,
                "high": expected + 15,
                "bands": _bands(expected),
                "contributions": _contributions(features),
                "outside": [],
                "features": _heard(features),
            }
        )
    beats = [[max(0.03, min(0.97, 0.5 + 0.06 * (b - a))) for b in range(len(items))] for a in range(len(items))]
    notes = ["The differences between these songs are small."]
    return {
        "items": items,
        "beats": beats,
        "artist_case": "unknown",
        "base": 33.2,
        "notes": notes,
        "model": "ensemble",
        "model_version": "v",
    }


def prediction(query: dict[str, list[str]]) -> Answer:
    """How often a song will be played; one that has `unknown` in its name is not found."""
    title = query["song"][0]
    artist = query.get("artist", [""])[0] or "Somebody"
    if "unknown" in title:
        return 404, {"title": "Not found", "detail": f"no song is called “{title}”; near: Blue Train, Blue Rain"}
    match = {
        "title": title,
        "artist": artist,
        "track_id": "k00-t00",
        "where": "history",
        "how": "fuzzy",
        "closeness": 0.9,
    }
    expected = 1 + len(title) % 7
    return 200, {
        "match": match,
        "choices": [match, match | {"artist": "Another artist", "track_id": None}],
        "heard": True,
        "expected_plays": expected + 0.4,
        "typical_plays": expected,
        "low": 0,
        "high": expected + 6,
        "level": 0.8,
        "window_days": 30,
        "chance_any": 0.62,
        "in_words": f"You will probably play “{title}” about {expected} times in the next 30 days.",
        "baseline": {"model": "as last month", "expected_plays": expected + 1.0},
        "features": [
            {"name": "plays_last_30_days", "value": 4.0, "unit": "plays"},
            {"name": "days_since_last_play", "value": 2.5, "unit": "days"},
            {"name": "artist_mean", "value": None, "unit": "plays"},
        ],
        "model": "decayed count",
        "model_version": "20260105-ab12cd",
    }


def releases(body: dict[str, Any]) -> Answer:
    """An artist's year; after 2035 it is refused, and Nobody is not known."""
    if body["artist"] == "Nobody":
        return 404, {"title": "Not found", "detail": "no artist is called “Nobody”; near: Noboru, Nobody Beats"}
    if body["year"] > 2035:
        return 422, {"title": "Unprocessable", "detail": "year: 2035 is the last year that can be answered for"}
    return 200, {
        "artist": body["artist"],
        "year": body["year"],
        "expected": 2.3,
        "low": 0,
        "high": 5,
        "level": 0.8,
        "chance_any": 0.9,
        "actual": None,
        "history": [{"year": year, "n_releases": (year * 7) % 5} for year in range(2009, 2026)],
        "baseline": {"last_year": 3, "mean": 2.1},
        "in_words": f"{body['artist']} will probably release 2 albums in {body['year']}, and between 0 and 5.",
        "release_is": "an album with its year in the table",
        "data_up_to_year": 2025,
        "model": "negative binomial",
        "model_version": "20260105-ab12cd",
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


MOODS = {
    "moods": [
        {"mood": mood, "n_tracks": n}
        for mood, n in (("Happy", 14), ("Energetic", 20), ("Calm", 9), ("Sad", 5))
    ],
    "model_version": "m-1",
}
FORMS = {
    "features": [
        dict(zip(("name", "unit", "low", "high", "step", "default", "what"), each, strict=True)) for each in FEATURES
    ],
    "genres": ["ambient", "jazz", "pop", "rock"],
    "threshold": 50.0,
    "audio_note": "The 13 numbers alone explain less than a tenth of the differences (R² 0.09).",
    "recalibrated_on": None,
    "reliability": [
        {
            "case": case,
            "ece": 0.014,
            "points": [{"confidence": x / 10, "accuracy": x / 10 + 0.02, "n": 900} for x in range(2, 10)],
        }
        for case in ("unknown", "known")
    ],
    "confusion": [
        {
            "case": "unknown",
            "bands": BANDS,
            "counts": [[900, 80, 10, 0], [90, 700, 60, 2], [9, 90, 300, 8], [1, 9, 60, 40]],
        }
    ],
    "model_version": "v",
}
STREAMS = {
    "listener_id": "me",
    "n_plays": 62_000,
    "n_songs": 4_200,
    "n_artists": 900,
    "first_play": "2023-01-01T00:00:00Z",
    "last_play": "2026-01-05T00:00:00Z",
    "window_days": 30,
    "level": 0.8,
    "coverage_heard": 0.83,
    "coverage_unheard": 0.81,
    "top": [
        {
            "title": f"Top song {at}",
            "artist": f"Artist {at}",
            "track_id": "k01-t01" if at == 0 else None,
            "expected_plays": 12.0 - at,
            "low": 2,
            "high": 20 - at,
            "plays_last_30_days": 11 - at,
        }
        for at in range(5)
    ],
    "model": "decayed count",
    "model_version": "v",
}
CHARTS = {
    "charts": [
        {"chart": name, "weeks": 260, "first_week": "2021-W01", "last_week": "2026-W01", "n_songs": 4000}
        for name in ("global", "za", "kr")
    ],
    "model_version": "v",
}
ARTISTS = {
    "artists": [{"artist": "Miles", "first_year": 2009, "last_year": 2025, "n_releases": 30}],
    "total": 1200,
    "first_year": 2010,
    "last_year": 2035,
    "model_version": "v",
}

Maker = Callable[[dict[str, Any], dict[str, list[str]]], Answer]
ANSWERS: dict[tuple[str, str], Maker] = {
    ("GET", "/api/v1/lab/topics"): lambda _b, _q: (200, {"topics": [topic(name) for name in TOPICS]}),
    ("GET", "/api/v1/lab/models"): lambda _b, _q: (200, models()),
    ("GET", "/api/v1/lab/charts"): lambda _b, _q: (200, CHARTS),
    ("POST", "/predict"): lambda body, _q: (200, forecast(body)),
    ("GET", "/api/v1/lab/popularity"): lambda _b, _q: (200, FORMS),
    ("POST", "/predicted"): lambda body, _q: popularity(body),
    ("POST", "/api/v1/lab/popularity/curves"): lambda body, _q: (200, curves(body)),
    ("POST", "/api/v1/lab/popularity/compare"): lambda body, _q: (200, comparison(body)),
    ("POST", "/api/v1/lab/popularity/sounds"): lambda _b, _q: (
        200,
        {"name": "My demo.wav", "features": _heard(OWN | {"danceability": 0.9})},
    ),
    ("GET", "/api/v1/lab/streams"): lambda _b, _q: (200, STREAMS),
    ("GET", "/prediction/"): lambda _b, query: prediction(query),
    ("POST", "/predicted/regression"): lambda body, _q: releases(body),
    ("GET", "/api/v1/lab/releases/artists"): lambda _b, _q: (200, ARTISTS),
    ("GET", "/api/v1/lab/moods"): lambda _b, _q: (200, MOODS),
}


def make_up(page: Page, *, without: tuple[str, ...] = ()) -> list[tuple[str, str, Any]]:
    """Answer for the lab; paths in `without` say that there is no model. Returns what was asked, as it comes."""
    asked: list[tuple[str, str, Any]] = []

    def answer(route: Route) -> None:
        address = urlparse(route.request.url)
        method = route.request.method
        path = address.path
        query = parse_qs(address.query)
        is_json = "json" in route.request.headers.get("content-type", "")
        body = json.loads(route.request.post_data or "{}") if is_json else {}
        made: Answer | None = None
        if path in without:
            made = 503, {"title": "Not ready", "detail": "there is no model yet; run `segue train something`"}
        elif (method, path) in ANSWERS:
            made = ANSWERS[method, path](body, query)
        elif path.startswith("/api/v1/lab/topics/"):
            made = 200, quality(path.split("/")[5])
        elif path.startswith("/api/v1/lab/models/"):
            made = 200, models()["topics"][0]
        if made is None:
            route.fallback()
            return
        asked.append((method, path, body or query))
        kind = "application/json" if made[0] == 200 else "application/problem+json"
        route.fulfill(status=made[0], content_type=kind, body=json.dumps(made[1]))

    page.route("**/*", answer)
    return asked
