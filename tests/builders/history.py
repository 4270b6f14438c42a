"""A made-up listener whose plays follow a rule that can be learnt: new songs, binges that fade, some that return."""

from datetime import UTC, datetime, timedelta

import numpy as np

from recommender.prediction.streams.records import Play

START = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)


def play(title: str, artist: str, *, day: float, listened_s: float | None = 200.0) -> Play:
    """One play."""
    return Play(START + timedelta(seconds=round(day * 86_400)), title, artist, listened_s)


def binges(seed: int = 1, *, days: int = 220, new_per_day: int = 6, n_artists: int = 30) -> list[Play]:
    """Songs that are found, played a while at a rate of their artist's, and dropped; a quarter is skipped."""
    rng = np.random.default_rng(seed)
    rates = rng.gamma(0.5, 1.2, n_artists)
    plays = []
    for number in range(days * new_per_day):
        artist = int(rng.integers(n_artists))
        found = number / new_per_day
        plays.append(play(f"Song {number}", f"Artist {artist}", day=found))
        for after in rng.exponential(9.0, rng.poisson(rates[artist] * 2)):
            heard = found + after + 0.05
            if heard < days:
                length = 12.0 if rng.random() < 0.25 else float(rng.integers(100, 300))
                plays.append(play(f"Song {number}", f"Artist {artist}", day=heard, listened_s=length))
    return plays
