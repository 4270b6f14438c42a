"""Whether a network over sessions picks tracks that were never played, by their sound: FMA's sounds, made-up sessions.

No public history comes with sounds of most of its tracks, so sessions are made up: ten tracks of one genre, one in ten
of another. The genre is FMA's and not read off the sound; how far the sound tells it is what can be gained. A fifth of
the tracks is in no session that is trained on; the targets are those. No part of `make bench`, for it asks for tables:

    python -m benchmarks.sound_sessions --features fma_features_mfcc.csv --genres fma_features_mfcc_tracks.csv
"""

import csv
import time
from pathlib import Path

import click
import numpy as np

from benchmarks.results_file import Cell, Goal, Table, write_result
from infra.settings import choose_keras_backend
from recommender.prediction.evaluation.ranking import N_LISTED, hits
from recommender.resampling import GroupBootstrap
from recommender.sequences.evaluation.deep.model import DeepModel
from recommender.sequences.evaluation.deep.settings import NetworkSettings
from recommender.sequences.evaluation.ranking import rank_of
from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.scoring import Model
from recommender.sequences.records import Query, Session

HEADER_ROWS = 4
MIN_OF_GENRE = 20
N_SESSIONS, N_ASKED, LENGTH = 1_500, 300, 10
STRAY = 0.1
NEVER_SHARE = 0.2
SETTINGS = NetworkSettings(kind="GRU", knows_artists=False, epochs=10, learning_rate=0.005)


class NearestSound:
    """The plain rule: the cosine to the mean sound of the session."""

    def __init__(self, sound: np.ndarray) -> None:
        scaled = (sound - sound.mean(axis=0)) / sound.std(axis=0)
        self._unit = scaled / np.linalg.norm(scaled, axis=1, keepdims=True)

    def score(self, memory: SessionMemory, query: Query) -> np.ndarray:  # noqa: ARG002 as all models
        """Return the cosines, from 0 to 2."""
        return 1 + self._unit @ self._unit[query.prefix.tracks].mean(axis=0)


@click.command()
@click.option(
    "--features",
    required=True,
    type=click.Path(path_type=Path, exists=True),
    help="FMA's features: the MFCC statistics.",
)
@click.option(
    "--genres",
    required=True,
    type=click.Path(path_type=Path, exists=True),
    help="CSV with track_id and genre, a number.",
)
def main(features: Path, genres: Path) -> None:
    """Measure and write `benchmarks/results/sound_sessions.json`."""
    choose_keras_backend()
    rng = np.random.default_rng(0)
    sound, genre = read_sounds(features, genres)
    never = rng.random(len(sound)) < NEVER_SHARE
    memory = SessionMemory(made_up(genre, np.flatnonzero(~never), N_SESSIONS, rng))
    asked = made_up(genre, np.arange(len(sound)), N_ASKED, rng)
    models: dict[str, Model] = {
        "network with sound": DeepModel(SETTINGS, sound=sound),
        "network without sound": DeepModel(SETTINGS),
        "nearest by sound": NearestSound(sound),
    }
    ranks = {}
    seconds = {}
    for name, model in models.items():
        began = time.perf_counter()
        ranks[name], session = ask(model, memory, asked, never)
        seconds[name] = time.perf_counter() - began
    bootstrap = GroupBootstrap.draw(session, np.random.default_rng(0), n_resamples=1_000)
    rows: list[tuple[Cell, ...]] = []
    for name, of_model in ranks.items():
        low, high = bootstrap.mean(hits(of_model))
        rows.append((name, float(hits(of_model).mean()), f"{low:.3f} .. {high:.3f}", len(of_model), seconds[name]))
    gain = hits(ranks["network with sound"]) - hits(ranks["nearest by sound"])
    low, high = bootstrap.mean(gain)
    rows.append(
        ("network with sound less nearest by sound", float(gain.mean()), f"{low:.3f} .. {high:.3f}", len(gain), "")
    )
    chance = N_LISTED / int(never.sum())
    low, _ = bootstrap.mean(hits(ranks["network with sound"]))
    write_result(
        "sound_sessions",
        goals=[
            Goal(
                "a track that was never played is picked by its sound, lower end of 95 %",
                f"> {chance:.3f} (chance)",
                f"{low:.3f}",
                low > chance,
            )
        ],
        tables=[
            Table(
                f"Among the {int(never.sum())} of {len(sound):,} tracks never played, targets in the first 20; "
                f"by chance {chance:.3f}",
                ("model", "HR@20", "95 %", "n", "seconds with training"),
                tuple(rows),
            )
        ],
    )


def read_sounds(features: Path, genres_file: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return sounds [n, 140] and genres [n] of the tracks whose genre has 20 or more."""
    with features.open(newline="") as file:
        rows = list(csv.reader(file))[HEADER_ROWS:]
    with genres_file.open(newline="") as file:
        genres = {row["track_id"]: int(row["genre"]) for row in csv.DictReader(file)}
    kept = [row for row in rows if all(row)]
    sound = np.array([row[1:] for row in kept], dtype=np.float64)
    genre = np.array([genres[row[0]] for row in kept])
    names, counts = np.unique(genre, return_counts=True)
    is_kept = np.isin(genre, names[counts >= MIN_OF_GENRE])
    return sound[is_kept], genre[is_kept]


def made_up(genre: np.ndarray, tracks: np.ndarray, n: int, rng: np.random.Generator) -> list[Session]:
    """Return sessions of some of the tracks: each of one genre, equally likely, but for some strays."""
    sessions = []
    of_genre = {name: tracks[genre[tracks] == name] for name in np.unique(genre[tracks])}
    names = list(of_genre)
    for day in range(n):
        own = of_genre[names[int(rng.integers(len(names)))]]
        heard = np.where(rng.random(LENGTH) < STRAY, rng.choice(tracks, LENGTH), rng.choice(own, LENGTH))
        at = day + np.arange(LENGTH) / 1_440
        sessions.append(Session(heard.astype(np.int32), np.zeros(LENGTH, dtype=np.int32), at))
    return sessions


def ask(model: Model, memory: SessionMemory, asked: list[Session], never: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rank of each target that was never played among all such tracks, and the session of each."""
    ranks, sessions = [], []
    others = np.flatnonzero(~never)
    no_plays = np.zeros(len(never))
    for number, session in enumerate(asked):
        for place in range(1, len(session)):
            target = int(session.tracks[place])
            if not never[target]:
                continue
            scores = model.score(memory, Query(session.first(place), len(never)))
            scores[others] = -1.0
            ranks.append(rank_of(scores, target, current=len(never), plays=no_plays))
            sessions.append(number)
    return np.array(ranks), np.array(sessions)


if __name__ == "__main__":
    main()
