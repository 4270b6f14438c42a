"""Measures the similarity on a folder of tagged music: real ingest, real Spark build, real serving code, own home."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from infra.jobs.builds.build_index import build_index
from infra.jobs.open_index import open_index
from infra.servers.listening_port import free_port
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.database import prepared_database
from infra.stores.features import MongoFeatureStore
from recommender.errors import BadInput
from recommender.similarity.evaluation import (
    MIN_TRACKS,
    Judgement,
    Measurement,
    euclidean_ranking,
    measure,
    measure_chance,
    require_judgeable,
)
from recommender.similarity.features import columns_of, fingerprint
from recommender.similarity.track_index import TrackIndex

SEED = 1
SEGUE = "segue"
COSINE = "segue without hubness correction"
RAW = "raw Euclid, 140 MFCC moments"


@dataclass(frozen=True)
class SimilarityReport:
    """What was measured, and on how much."""

    protocol: str
    rows: list[Measurement]
    n_tracks: int


def evaluate_similarity(music: Path, settings: Settings, *, say: Callable[[str], None]) -> SimilarityReport:
    """Ingest, index and measure `music` in a home that is removed afterwards; raises `BadInput` without tags."""
    if not music.is_dir():
        raise BadInput(f"{music} is not a folder")
    with _scratch(settings) as scratch, running_servers(scratch, mongo=True) as servers:
        inside = replace(scratch, mongo_uri=servers.mongo_uri)
        vectors = _ingest(music, inside, say=say)
        build_index(inside, say=say)
        say("measuring")
        index = open_index(inside)
        return _report(index, np.stack([vectors[track_id] for track_id in index.table.track_ids]))


@contextmanager
def _scratch(settings: Settings) -> Iterator[Settings]:
    with tempfile.TemporaryDirectory(prefix="segue-evaluate-") as home:
        yield replace(
            settings,
            home=Path(home),
            mongo_uri="",
            mongo_port=free_port(),
            mongo_database="segue_evaluation",
            artifacts_url="",
        )


def _ingest(music: Path, settings: Settings, *, say: Callable[[str], None]) -> dict[str, np.ndarray]:
    """Return the raw vector of each analysed track by id."""
    from etl.readers.folder import read_folder
    from infra.jobs.ingest import ingest_listing

    listing = read_folder(music)
    if len(listing.files) < MIN_TRACKS:
        raise BadInput(f"{music} holds {len(listing.files)} sound files; at least {MIN_TRACKS} are needed to judge by")
    say("analysing")
    with prepared_database(settings.mongo_uri, settings.mongo_database) as database:
        ingest_listing(listing, database, settings)
        scanned = MongoFeatureStore(database).scan(fingerprint(settings.analysed_middle_s))
        return {features.track_id: features.vector for features in scanned}


def _report(index: TrackIndex, raw: np.ndarray) -> SimilarityReport:
    judgement = Judgement.from_tags(albums=index.table.albums, artists=index.table.artists)
    require_judgeable(judgement)
    every = len(index) - 1
    rankings = {
        SEGUE: _ranking([index.neighbours(row, every).rows for row in range(len(index))], every),
        COSINE: _ranking([index.by_cosine(row, every) for row in range(len(index))], every),
        RAW: euclidean_ranking(raw[:, columns_of("mfcc")]),
    }
    rows = [
        row
        for name, ranking in rankings.items()
        for row in measure(name, ranking, judgement, rng=np.random.default_rng(SEED))
    ]
    protocol = (
        f"{len(index)} tracks, {len(judgement.album_names)} albums from tags; P@10 of each track's ten nearest; "
        "artist: pool of tracks whose artist tag is there and is not the album's name, queries whose artist has "
        "another track in the pool, spellings not joined; intervals: 95 %, albums resampled 2,000 times, seed 1"
    )
    return SimilarityReport(protocol=protocol, rows=[*rows, *measure_chance(judgement)], n_tracks=len(index))


def _ranking(lists: list[np.ndarray], width: int) -> np.ndarray:
    ranking = np.full((len(lists), width), -1)
    for row, neighbours in enumerate(lists):
        ranking[row, : len(neighbours)] = neighbours
    return ranking
