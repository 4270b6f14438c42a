"""The engine: history -> candidates -> scores -> re-rank -> slate with reasons."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress
from uuid import UUID, uuid5

import numpy as np
from msgspec import UNSET, UnsetType

from recommender.errors import NotReady
from recommender.listening.candidates import candidates, draw_by_chance
from recommender.listening.causes import because, because_of_wish
from recommender.listening.reasons import reasons
from recommender.listening.reranking import rerank
from recommender.listening.scoring import PARTS, Scored, multiply_parts, score
from recommender.listening.session.following import SessionModel
from recommender.listening.situation import Popular, Situation
from recommender.listening.steering import energy_levels
from recommender.listening.taste import Taste
from recommender.listening.wishes.mood_wish import MoodWish, moods_in_index
from recommender.listening.wishes.wish import Wish
from recommender.prediction.library.moods import LibraryMoods, NoMoods
from recommender.prediction.mood.records import MoodName
from recommender.records import ListenerId, Pick, Slate, Steering, TrackId
from recommender.similarity.rows import sort_once
from recommender.similarity.track_index import TrackIndex

_NO_INDEX = (
    "nothing to pick from yet: picks come when the sound is analysed and the index is built; `segue demo` and "
    "`segue schedule` do both, else `segue ingest PATH` and `segue build index`"
)
SLATE_NAMESPACE = UUID("5e60e000-51a7-4e1d-8c0d-5e60e5e60e00")


@dataclass(frozen=True, kw_only=True)
class EngineConfig:
    """What the owner of the library can set; a listener's steering goes before it."""

    n_picks: int = 12
    artist_cap: int = 2
    """Tracks of one artist in any ten picks in a row."""
    half_life_days: float = 14.0
    part_factors: Mapping[str, float] = field(default_factory=dict)
    """By which a part of the score is multiplied (`scoring.PARTS`); others stay. Of experiments, not of owners."""


@dataclass(frozen=True, eq=False)
class _Described:
    """What the moods say of one index, by its rows."""

    index: TrackIndex
    moods: LibraryMoods
    probabilities: np.ndarray
    """float32 [n_tracks, 4]."""
    energy: np.ndarray
    """float32 [n_tracks], -1..1."""


class StaleWish(NotReady):
    """The index was replaced between the wish and its slate."""

    def __init__(self) -> None:
        super().__init__("the similarity index was just replaced; try again")


class Engine:
    """Makes slates; a pure function of taste, index, play counts, sessions and what one may see; reads no database."""

    def __init__(
        self,
        index: Callable[[], TrackIndex | None],
        trending: Callable[[], Mapping[TrackId, float]],
        config: EngineConfig,
        moods: Callable[[], LibraryMoods | None] = lambda: None,
        hidden: Callable[[ListenerId, TrackIndex], np.ndarray | None] = lambda _listener, _index: None,
        *,
        sessions: SessionModel | None = None,
    ) -> None:
        """`index`, `trending` and `moods` return what is current; a new object each time that it changes.

        `hidden` returns the rows of an index that a listener may not see, bool [n_tracks]; None where they see all.
        `sessions` knows what was heard after what.
        """
        self._index = index
        self._trending = trending
        self._config = config
        self._moods = moods
        self._hidden = hidden
        self._sessions = sessions
        self._described: _Described | None = None
        self._popular: tuple[TrackIndex, Mapping[TrackId, float], Popular] | None = None

    @property
    def config(self) -> EngineConfig:
        """The settings in force."""
        return self._config

    def slate(
        self,
        taste: Taste,
        *,
        made_at: datetime,
        n: int | None = None,
        mood: MoodName | None = None,
        wish: Wish | None = None,
        config: EngineConfig | None = None,
    ) -> Slate:
        """Return what the listener should hear next; the same for the same taste, index, counts, sessions and moods.

        With a `mood` only tracks of it are picked; raises `NoMoods` when the library has none yet. With a `wish`, which
        is of the index in use, only what fits it. `config` goes before the settings in force.
        """
        config = config or self._config
        index = self._index()
        if index is None:
            return _empty(taste, made_at, _NO_INDEX)
        hidden = self._hidden(taste.listener_id, index)
        if mood is not None:
            moods = self._moods_in(index)
            wish = MoodWish.of(mood, moods if hidden is None else np.where(hidden[:, None], 0.0, moods))
        if wish is not None and len(wish.fits) != len(index):
            raise StaleWish
        rng = np.random.default_rng(daily_seed(taste))
        described = self._describe(index)
        situation = Situation.resolve(
            taste,
            index,
            self._popular_in(index),
            half_life_days=taste.steering.half_life_days or config.half_life_days,
            wish=wish,
            hidden=hidden,
            energy=described.energy if described else None,
            sessions=self._sessions,
        )
        rows = candidates(situation, rng)
        if not len(rows):
            return _empty(taste, made_at, _why_nothing(wish), index.version)
        n_picks = config.n_picks if n is None else n
        of_slate = np.random.default_rng((daily_seed(taste), taste.last_place[1] + 1, taste.n_events))
        drawn = draw_by_chance(situation, of_slate, n_picks=n_picks)
        values = score(situation, sort_once(np.concatenate([rows, drawn])), of_slate)
        if config.part_factors:
            values = multiply_parts(values, config.part_factors)
        positions = rerank(
            values,
            index.table,
            n=n_picks,
            artist_cap=taste.steering.artist_cap or config.artist_cap,
            heard_songs=_heard_songs(situation),
            drawn=drawn,
        )
        explained = reasons(situation, values, positions, described.probabilities if described else None)
        return Slate(
            slate_id=slate_id(taste, wish.key if wish else ""),
            listener_id=taste.listener_id,
            picks=_picks(index, values, positions, explained.of_picks),
            shared=explained.shared,
            model_version=index.version,
            made_at=made_at,
            caused_by=str(taste.last.event_id) if taste.last else "",
            because=because(taste, index.table, hidden=hidden)
            if wish is None
            else because_of_wish(taste, index.table, wish, hidden=hidden),
            steering=_steering(taste),
        )

    def _moods_in(self, index: TrackIndex) -> np.ndarray:
        if (described := self._describe(index)) is None:
            raise NoMoods
        return described.probabilities

    def _describe(self, index: TrackIndex) -> _Described | None:
        moods = self._moods()
        if moods is None:
            return None
        known = self._described
        if known is None or known.index is not index or known.moods is not moods:
            known = _Described(index, moods, moods_in_index(moods, index), energy_levels(moods, index))
            self._described = known
        return known

    def _popular_in(self, index: TrackIndex) -> Popular:
        counts = self._trending()
        known = self._popular
        if known is None or known[0] is not index or known[1] is not counts:
            known = (index, counts, Popular.resolve(counts, index))
            self._popular = known
        return known[2]


def slate_id(taste: Taste, wish_key: str = "") -> str:
    """Return the id that follows from listener, partition and offset of the event that caused the slate, and wish."""
    partition, offset = taste.last_place
    wished = f"/{wish_key}" if wish_key else ""
    return str(uuid5(SLATE_NAMESPACE, f"{taste.listener_id}/{partition}/{offset}{wished}"))


def daily_seed(taste: Taste) -> int:
    """Return the seed of a listener's day, by which the candidates by chance are the same for an evening."""
    day = taste.updated_at.date().isoformat()
    return int.from_bytes(hashlib.blake2b(f"{taste.listener_id}/{day}".encode(), digest_size=8).digest())


def _steering(taste: Taste) -> Steering | UnsetType:
    return UNSET if taste.steering == Steering() else taste.steering


def _why_nothing(wish: Wish | None) -> str:
    return "every track was heard or turned away; add more music" if wish is None else wish.nothing


def _heard_songs(situation: Situation) -> frozenset[int]:
    return frozenset(situation.index.table.song_codes[list(situation.resting)].tolist())


def _picks(
    index: TrackIndex, values: Scored, positions: Sequence[int], why: Sequence[tuple[str, str]]
) -> tuple[Pick, ...]:
    rows = values.rows[positions].tolist()
    scores = values.scores[positions].astype(np.float64).round(4).tolist()
    parts = values.matrix[:, positions].T.astype(np.float64)
    is_part, rounded = (parts != 0).tolist(), parts.round(4).tolist()
    return tuple(
        Pick(
            track_id=TrackId(index.table.track_ids[row]),
            score=score_,
            source=source,
            reason=reason,
            contributions=dict(compress(zip(PARTS, each, strict=True), has)),
        )
        for row, score_, each, has, (source, reason) in zip(rows, scores, rounded, is_part, why, strict=True)
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
        steering=_steering(taste),
    )
