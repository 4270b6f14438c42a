"""Made-up plays, releases and moods."""

from typing import Any

MOODS = {
    "moods": [{"mood": mood, "n_tracks": n} for mood, n in (("Happy", 14), ("Energetic", 20), ("Calm", 9), ("Sad", 5))],
    "model_version": "m-1",
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
ARTISTS = {
    "artists": [{"artist": "Miles", "first_year": 2009, "last_year": 2025, "n_releases": 30}],
    "total": 1200,
    "first_year": 2010,
    "last_year": 2035,
    "model_version": "v",
}


def prediction(query: dict[str, list[str]]) -> tuple[int, Any]:
    """How often a song will be played; one that has `unknown` in its name is not found."""
    title = query["song"][0]
    artist = query.get("artist", [""])[0] or "Somebody"
    if "unknown" in title:
        return 404, f"no song is called “{title}”; near: Blue Train, Blue Rain"
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
        "from_day": "2026-01-05T00:00:00Z",
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


def releases(body: dict[str, Any]) -> tuple[int, Any]:
    """An artist's year; after 2035 it is refused, and Nobody is not known."""
    if body["artist"] == "Nobody":
        return 404, "no artist is called “Nobody”; near: Noboru, Nobody Beats"
    if body["year"] > 2035:
        return 422, "year: 2035 is the last year that can be answered for"
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
