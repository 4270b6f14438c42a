"""Search as one types, at 100,000 tracks: time per keystroke, and what it costs to have it.

Names are made up of syllables with a word distribution like that of real titles: few words are in many names.
"""

import gc
import random
from collections.abc import Sequence
from itertools import accumulate
from time import perf_counter, process_time

import numpy as np
import psutil

from benchmarks.results_file import Goal, Table, write_result
from recommender.catalogue.building import build_catalogue
from recommender.catalogue.snapshot import Catalogue
from recommender.records import Track, TrackId

N_TRACKS = 100_000
N_QUERIES = 400
N_WORDS = 18_000
GOAL_MS = 50.0
_SYLLABLES = (
    *("al", "an", "be", "ca", "da", "del", "el", "en", "fa", "gra", "hi", "in", "ja", "ka", "la", "li", "lo", "ma"),
    *("me", "mi", "mo", "na", "ne", "no", "nor", "o", "pa", "per", "ra", "re", "ri", "ro", "sa", "se", "shi", "so"),
    *("sta", "ta", "te", "ti", "to", "tre", "u", "va", "ve", "vi", "wa", "wen", "ya", "zu", "é", "ö"),
)


def made_tracks(n: int, rng: random.Random) -> list[Track]:
    """Return tracks of n/12 albums by n/20 artists."""
    words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))).capitalize() for _ in range(N_WORDS)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(N_WORDS)))  # for each name anew would take minutes

    def names(count: int, longest: int) -> list[str]:
        return [" ".join(rng.choices(words, cum_weights=weights, k=rng.randint(1, longest))) for _ in range(count)]

    artists, albums, titles = names(n // 20, 3), names(n // 12, 4), names(n, 5)
    return [
        Track(
            track_id=TrackId(f"{i:06d}"),
            title=titles[i],
            artist=artists[i * 7 % len(artists)],
            album=albums[i // 12 % len(albums)],
            genres=("Rock",),
            duration_s=200.0,
        )
        for i in range(n)
    ]


def draw_queries(tracks: Sequence[Track], n: int, rng: random.Random) -> list[str]:
    """Return what people type: beginnings, whole names, two fields, and names with a letter missing or exchanged."""
    queries = []
    for _ in range(n):
        track = rng.choice(tracks)
        text = rng.choice((track.title, track.artist, track.album, f"{track.title} {track.artist}"))
        typo_at = rng.randrange(1, max(2, len(text)))
        way = rng.random()
        if way < 0.4:
            text = text[:typo_at]
        elif way < 0.55:
            text = text[: typo_at - 1] + text[typo_at:]
        elif way < 0.7:
            text = text[: typo_at - 1] + text[typo_at : typo_at + 1] + text[typo_at - 1 : typo_at] + text[typo_at + 1 :]
        queries.append(text)
    return queries


def keystroke_ms(catalogue: Catalogue, query: str) -> float:
    """Return the milliseconds of one search through the three indexes, as the API does it."""
    began = perf_counter()
    catalogue.track_search.find(query, 20)
    catalogue.artist_search.find(query, 20)
    catalogue.album_search.find(query, 20)
    return (perf_counter() - began) * 1000


def found_share(catalogue: Catalogue, n: int, rng: random.Random) -> float:
    """Return how often a track is among the first 20 when its title and artist are typed with one letter missing."""
    n_found = 0
    for position in rng.sample(range(len(catalogue)), n):
        track = catalogue.tracks[position]
        text = f"{track.title} {track.artist}"
        typo_at = rng.randrange(1, len(text))
        n_found += position in catalogue.track_search.find(text[:typo_at] + text[typo_at + 1 :], 20)
    return n_found / n


def main() -> None:
    """Measure and write the result."""
    rng = random.Random(1)
    tracks = made_tracks(N_TRACKS, rng)
    gc.collect()
    process = psutil.Process()
    before = process.memory_info().rss
    began = process_time()
    catalogue = build_catalogue(tracks)
    build_s = process_time() - began
    memory_mb = (process.memory_info().rss - before) / 2**20
    queries = draw_queries(tracks, N_QUERIES, rng)
    times = np.array([keystroke_ms(catalogue, query) for query in queries])
    p50, p99 = np.percentile(times, [50, 99])
    share = found_share(catalogue, 200, rng)
    rows = (
        ("time per keystroke, p50, ms", float(p50)),
        ("time per keystroke, p99, ms", float(p99)),
        ("time per keystroke, slowest, ms", float(times.max())),
        ("found among 20 with a letter missing", share),
        ("building catalogue and search, CPU s", build_s),
        ("memory of catalogue and search beside the tracks, MB", memory_mb),
    )
    write_result(
        "search",
        goals=(Goal("search at 100,000 tracks", f"<= {GOAL_MS:g} ms", f"{p99:.1f} ms (p99)", bool(p99 <= GOAL_MS)),),
        tables=(Table(f"Search, {N_TRACKS:,} tracks, {N_QUERIES} queries", ("measure", "value"), rows),),
    )


if __name__ == "__main__":
    main()
