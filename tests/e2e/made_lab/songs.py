"""Made-up popularity of songs."""

from math import sin
from typing import Any

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


def _bands(expected: float) -> list[dict[str, Any]]:
    weights = [max(0.02, 1 - abs(expected - middle) / 50) for middle in (12, 38, 63, 88)]
    return [{"band": band, "probability": weight / sum(weights)} for band, weight in zip(BANDS, weights, strict=True)]


def _expected(features: dict[str, float]) -> float:
    return 25 + 30 * features["danceability"] + 10 * sin(features["tempo"] / 40) - 8 * features["instrumentalness"]


def _contributions(features: dict[str, float]) -> list[dict[str, Any]]:
    return [
        {"feature": name, "value": features[name], "effect": 9 * sin(at + features[name])}
        for at, (name, *_) in enumerate(FEATURES)
    ]


def popularity(body: dict[str, Any]) -> tuple[int, Any]:
    """A live answer; a tempo of 299 or more is refused as out of range would be."""
    features = body["features"]
    if features["tempo"] >= 299:
        return 422, "features.tempo must be below 299"
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
            "outside": [],
            "model": "nearest",
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


def heard(features: dict[str, float]) -> list[dict[str, Any]]:
    """The 13 of a sound: half of them measured, one estimate weak."""
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
                "features": heard(features),
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


FORMS = {
    "features": [
        dict(zip(("name", "unit", "low", "high", "step", "default", "what"), each, strict=True))
        | {"known_low": each[2], "known_high": each[3]}
        for each in FEATURES
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
