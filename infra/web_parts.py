"""Whether what the web process needs is there, asked anew each time."""

import socket
from collections.abc import Callable, Sequence
from typing import Any

import pymongo
from pymongo.database import Database
from pymongo.errors import PyMongoError

from recommender.artifacts.live import LiveArtifact
from recommender.similarity.track_index import TrackIndex
from webapp.services import Part

_ANSWER_WITHIN_S = 1.0


def part_checks(
    *,
    database: Database[dict[str, Any]],
    kafka_bootstrap: str,
    index: LiveArtifact[TrackIndex],
    catalogue_trouble: Callable[[], str],
) -> Callable[[], Sequence[Part]]:
    """Return a function that asks every part; `catalogue_trouble` says why there is no catalogue, or nothing."""

    def ask() -> Sequence[Part]:
        return (
            _part("mongo", _mongo_trouble(database)),
            _part("kafka", _kafka_trouble(kafka_bootstrap)),
            _part("index", _index_trouble(index)),
            _part("catalogue", catalogue_trouble()),
        )

    return ask


def _part(name: str, trouble: str) -> Part:
    return Part(name=name, ready=not trouble, why=trouble)


def _mongo_trouble(database: Database[dict[str, Any]]) -> str:
    try:
        with pymongo.timeout(_ANSWER_WITHIN_S):
            database.command("ping")
    except PyMongoError as error:
        return f"MongoDB does not answer within {_ANSWER_WITHIN_S:g} s ({type(error).__name__})"
    return ""


def _kafka_trouble(bootstrap: str) -> str:
    problems = []
    for server in bootstrap.split(","):
        host, _, port = server.strip().rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_ANSWER_WITHIN_S).close()
        except (OSError, ValueError) as error:
            problems.append(f"{server}: {error}")
        else:
            return ""
    return f"Kafka does not answer ({'; '.join(problems)})"


def _index_trouble(index: LiveArtifact[TrackIndex]) -> str:
    if index.current() is not None:
        return ""
    return index.last_error or "there is no similarity index yet; run `segue build index`"
