"""Plausible listening on a real catalogue: listeners with tastes, who play, skip and like.

Not a model of people; a load with the shape of listening, for trying the stream and filling an empty demo.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from recommender.errors import NotReady
from recommender.events import SIMULATED
from recommender.records import ActivityEvent, EventKind, ListenerId, Track

SESSIONS_PER_DAY = 2.5
TRACKS_PER_SESSION = 9.0
OWN_CHOICE = 0.6
"""Share of plays a listener chooses; the rest comes by chance, as from a radio."""
SKIP_FAR = 0.75
SKIP_NEAR = 0.12
LIKE_NEAR = 0.15
USUAL_DURATION_S = 200.0


@dataclass(frozen=True, eq=False)
class Library:
    """The catalogue by kind: tracks of one artist, else of one genre, else of one album are of a kind."""

    tracks: Sequence[Track]
    kinds: np.ndarray
    """int [n_tracks]."""
    n_kinds: int

    @classmethod
    def of(cls, tracks: Sequence[Track]) -> "Library":
        """Sort the tracks by kind; raises `NotReady` when there are none."""
        if not tracks:
            raise NotReady("the catalogue is empty; run `segue ingest PATH` first")
        names = [track.artist or next(iter(track.genres), "") or track.album for track in tracks]
        numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        return cls(tracks, np.array([numbers[name] for name in names]), len(numbers))


@dataclass(frozen=True, eq=False)
class SimulatedListener:
    """Somebody who likes some kinds of music and not the others."""

    listener_id: ListenerId
    liking: np.ndarray
    """float [n_tracks], 0..1."""

    @classmethod
    def born(cls, number: int, library: Library, rng: np.random.Generator) -> "SimulatedListener":
        """Give the listener a few favourite kinds; those that many have are favoured by more (Zipf)."""
        popularity = 1.0 / np.arange(1, library.n_kinds + 1)
        n_favourites = min(1 + int(rng.poisson(2)), library.n_kinds)
        chosen = rng.choice(library.n_kinds, n_favourites, replace=False, p=popularity / popularity.sum())
        of_kind = rng.uniform(0.0, 0.35, library.n_kinds)
        of_kind[chosen] = rng.uniform(0.7, 1.0, n_favourites)
        liking = np.clip(of_kind[library.kinds] + rng.normal(0.0, 0.08, len(library.tracks)), 0.01, 1.0)
        return cls(ListenerId(f"{SIMULATED}-{number:05d}"), liking)


def simulate_events(
    tracks: Sequence[Track], *, n_listeners: int, hours: float, until: datetime, rng: np.random.Generator
) -> Iterator[ActivityEvent]:
    """Yield what `n_listeners` did in the `hours` before `until`, in order of time; every source is `simulated`."""
    library = Library.of(tracks)
    events: list[ActivityEvent] = []
    since = until - timedelta(hours=hours)
    for number in range(n_listeners):
        listener = SimulatedListener.born(number, library, rng)
        for _ in range(rng.poisson(SESSIONS_PER_DAY * hours / 24)):
            begins = since + timedelta(hours=float(rng.uniform(0, hours)))
            events += _session(listener, library, begins, until, rng)
    events.sort(key=lambda event: (event.occurred_at, event.listener_id))
    yield from events


def _session(
    listener: SimulatedListener, library: Library, begins: datetime, until: datetime, rng: np.random.Generator
) -> Iterator[ActivityEvent]:
    session_id = str(_uuid7(begins, rng))
    wanted = listener.liking**2
    wanted /= wanted.sum()
    now = begins
    for _ in range(1 + rng.poisson(TRACKS_PER_SESSION)):
        own = rng.random() < OWN_CHOICE
        row = int(rng.choice(len(wanted), p=wanted)) if own else int(rng.integers(len(wanted)))
        for kind, position_s in _play(float(listener.liking[row]), library.tracks[row], rng):
            at = now + timedelta(seconds=position_s)
            if at > until:
                return
            yield _event(listener, library.tracks[row], kind, at, position_s, session_id, rng)
        now = at + timedelta(seconds=1)


def _play(liking: float, track: Track, rng: np.random.Generator) -> Iterator[tuple[EventKind, float]]:
    duration_s = track.duration_s or USUAL_DURATION_S
    yield "started", 0.0
    if rng.random() < SKIP_FAR + (SKIP_NEAR - SKIP_FAR) * liking:
        yield "skipped", min(float(rng.exponential(12.0)) + 1.0, duration_s)
        return
    if rng.random() < LIKE_NEAR * liking:
        yield "liked", duration_s / 2
    yield "finished", duration_s


def _event(
    listener: SimulatedListener,
    track: Track,
    kind: EventKind,
    at: datetime,
    position_s: float,
    session_id: str,
    rng: np.random.Generator,
) -> ActivityEvent:
    return ActivityEvent(
        event_id=_uuid7(at, rng),
        listener_id=listener.listener_id,
        kind=kind,
        occurred_at=at,
        recorded_at=at,
        session_id=session_id,
        track_id=track.track_id,
        position_s=round(position_s, 2),
        duration_s=track.duration_s or USUAL_DURATION_S,
        source=SIMULATED,
    )


def _uuid7(at: datetime, rng: np.random.Generator) -> UUID:
    """Return a UUIDv7 (RFC 9562) of this moment, its random bits from `rng`."""
    random_bits = int.from_bytes(rng.bytes(10))
    milliseconds = int(at.timestamp() * 1000)
    number = (milliseconds << 80) | random_bits
    number = number & ~(0xF000 << 64) | (0x7000 << 64)
    return UUID(int=number & ~(0xC000 << 48) | (0x8000 << 48))
