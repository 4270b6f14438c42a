"""The engine: history -> candidates -> scores -> re-rank -> slate with reasons."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import numpy as np

from recommender.listening.candidates import candidates
from recommender.listening.reasons import because, source_and_reason
from recommender.listening.reranking import reranked
from recommender.listening.scoring import PARTS, Scored, scored
from recommender.listening.situation import HEARD_WINDOW, Popular, Situation
from recommender.listening.taste import Taste
from recommender.records import ListenerId, Pick, Slate, TrackId
from recommender.similarity.track_index import TrackIndex

SLATE_NAMESPACE = UUID("5e60e000-51a7-4e1d-8c0d-5e60e5e60e00")


@dataclass(frozen=True, kw_only=True)
class EngineConfig:
    """What the owner of the library can set."""

    n_picks: int = 12
    artist_cap: int = 2
    """Tracks of one artist in any ten picks in a row."""
    half_life_days: float = 14.0


class Engine:
    """Makes slates; a pure function of taste, index and play counts, and it reads no database."""

    def __init__(
        self,
        index: Callable[[], TrackIndex | None],
        trending: Callable[[], Mapping[TrackId, float]],
        config: EngineConfig,
    ) -> None:
        """`index` and `trending` return what is current; a new object each time that it changes."""
        self._index = index
        self._trending = trending
        self._config = config
        self._popular: tuple[TrackIndex, Mapping[TrackId, float], Popular] | None = None

    @property
    def config(self) -> EngineConfig:
        """The settings in force."""
        return self._config

    def slate(self, taste: Taste, *, made_at: datetime, n: int | None = None) -> Slate:
        """Return what the listener should hear next; the same for the same taste, index and counts."""
        index = self._index()
        if index is None:
            return _empty(taste, made_at, "nothing to pick from yet: run `segue ingest PATH` and `segue build index`")
        rng = np.random.default_rng(daily_seed(taste))
        situation = Situation.resolve(taste, index, self._popular_in(index), half_life_days=self._config.half_life_days)
        rows = candidates(situation, rng)
        if not len(rows):
            return _empty(taste, made_at, "every track was heard or turned away; add more music", index.version)
        values = scored(situation, rows, rng)
        positions = reranked(
            values,
            index.table,
            n=self._config.n_picks if n is None else n,
            artist_cap=self._config.artist_cap,
            heard_songs=_heard_songs(situation),
        )
        return Slate(
            slate_id=slate_id(taste),
            listener_id=taste.listener_id,
            picks=tuple(_pick(situation, values, position) for position in positions),
            model_version=index.version,
            made_at=made_at,
            caused_by=str(taste.last.event_id) if taste.last else "",
            because=because(taste, index.table),
        )

    def _popular_in(self, index: TrackIndex) -> Popular:
        counts = self._trending()
        known = self._popular
        if known is None or known[0] is not index or known[1] is not counts:
            known = (index, counts, Popular.resolve(counts, index))
            self._popular = known
        return known[2]


def slate_id(taste: Taste) -> str:
    """Return the id that follows from listener, partition and offset of the event that caused the slate."""
    partition, offset = taste.last_place
    return str(uuid5(SLATE_NAMESPACE, f"{taste.listener_id}/{partition}/{offset}"))


def daily_seed(taste: Taste) -> int:
    """Return the seed of a listener's day: chance differs between days and not between two slates of one evening."""
    day = taste.updated_at.date().isoformat()
    return int.from_bytes(hashlib.blake2b(f"{taste.listener_id}/{day}".encode(), digest_size=8).digest())


def _heard_songs(situation: Situation) -> frozenset[int]:
    table = situation.index.table
    window = min(HEARD_WINDOW, len(table) // 3)
    rows = [row for each in situation.taste.heard[:window] if (row := table.row(each)) is not None]
    return frozenset(table.song_codes[rows].tolist())


def _pick(situation: Situation, values: Scored, position: int) -> Pick:
    source, reason = source_and_reason(situation, values, position)
    parts = values.parts[position].tolist()
    return Pick(
        track_id=TrackId(situation.index.table.track_ids[int(values.rows[position])]),
        score=round(float(values.scores[position]), 4),
        source=source,
        reason=reason,
        contributions={name: round(part, 4) for name, part in zip(PARTS, parts, strict=True) if part},
    )


def _empty(taste: Taste, made_at: datetime, message: str, model_version: str = "") -> Slate:
    return Slate(
        slate_id=slate_id(taste),
        listener_id=ListenerId(taste.listener_id),
        picks=(),
        model_version=model_version,
        made_at=made_at,
        caused_by=str(taste.last.event_id) if taste.last else "",
        message=message,
    )
