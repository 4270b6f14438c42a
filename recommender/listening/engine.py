"""The engine: history -> candidates -> scores -> re-rank -> slate with reasons."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import numpy as np

from recommender.listening.candidates import candidates
from recommender.listening.mood_wish import MoodWish, moods_in_index
from recommender.listening.reasons import because, because_of_mood, source_and_reason
from recommender.listening.reranking import reranked
from recommender.listening.scoring import PARTS, Scored, scored
from recommender.listening.situation import Popular, Situation
from recommender.listening.taste import Taste
from recommender.prediction.mood.library_moods import LibraryMoods, NoMoods
from recommender.prediction.mood.records import MoodName
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
        moods: Callable[[], LibraryMoods | None] = lambda: None,
    ) -> None:
        """`index`, `trending` and `moods` return what is current; a new object each time that it changes."""
        self._index = index
        self._trending = trending
        self._config = config
        self._moods = moods
        self._in_mood: tuple[TrackIndex, LibraryMoods, np.ndarray] | None = None
        self._popular: tuple[TrackIndex, Mapping[TrackId, float], Popular] | None = None

    @property
    def config(self) -> EngineConfig:
        """The settings in force."""
        return self._config

    def slate(self, taste: Taste, *, made_at: datetime, n: int | None = None, mood: MoodName | None = None) -> Slate:
        """Return what the listener should hear next; the same for the same taste, index, counts and moods.

        With a `mood` only tracks of it are picked; raises `NoMoods` when the library has none yet.
        """
        index = self._index()
        if index is None:
            return _empty(taste, made_at, "nothing to pick from yet: run `segue ingest PATH` and `segue build index`")
        wish = None if mood is None else MoodWish.of(mood, self._moods_in(index))
        rng = np.random.default_rng(daily_seed(taste))
        situation = Situation.resolve(
            taste, index, self._popular_in(index), half_life_days=self._config.half_life_days, wish=wish
        )
        rows = candidates(situation, rng)
        if not len(rows):
            return _empty(taste, made_at, _why_nothing(wish), index.version)
        values = scored(situation, rows, rng)
        positions = reranked(
            values,
            index.table,
            n=self._config.n_picks if n is None else n,
            artist_cap=self._config.artist_cap,
            heard_songs=_heard_songs(situation),
        )
        return Slate(
            slate_id=slate_id(taste, mood),
            listener_id=taste.listener_id,
            picks=tuple(_pick(situation, values, position) for position in positions),
            model_version=index.version,
            made_at=made_at,
            caused_by=str(taste.last.event_id) if taste.last else "",
            because=because(taste, index.table) if wish is None else because_of_mood(taste, index.table, wish),
        )

    def _moods_in(self, index: TrackIndex) -> np.ndarray:
        moods = self._moods()
        if moods is None:
            raise NoMoods
        known = self._in_mood
        if known is None or known[0] is not index or known[1] is not moods:
            known = (index, moods, moods_in_index(moods, index))
            self._in_mood = known
        return known[2]

    def _popular_in(self, index: TrackIndex) -> Popular:
        counts = self._trending()
        known = self._popular
        if known is None or known[0] is not index or known[1] is not counts:
            known = (index, counts, Popular.resolve(counts, index))
            self._popular = known
        return known[2]


def slate_id(taste: Taste, mood: MoodName | None = None) -> str:
    """Return the id that follows from listener, partition and offset of the event that caused the slate, and mood."""
    partition, offset = taste.last_place
    wished = f"/{mood}" if mood else ""
    return str(uuid5(SLATE_NAMESPACE, f"{taste.listener_id}/{partition}/{offset}{wished}"))


def daily_seed(taste: Taste) -> int:
    """Return the seed of a listener's day: chance differs between days and not between two slates of one evening."""
    day = taste.updated_at.date().isoformat()
    return int.from_bytes(hashlib.blake2b(f"{taste.listener_id}/{day}".encode(), digest_size=8).digest())


def _why_nothing(wish: MoodWish | None) -> str:
    if wish is None:
        return "every track was heard or turned away; add more music"
    mood = wish.mood.lower()
    if not wish.fits.any():
        return f"no {mood} track is known; `segue build moods` describes the library"
    return f"every {mood} track was heard or turned away; add more music"


def _heard_songs(situation: Situation) -> frozenset[int]:
    return frozenset(situation.index.table.song_codes[list(situation.resting)].tolist())


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
