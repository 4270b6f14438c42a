"""What the listener who asks did with the tracks, as far as some quantities are made of it."""

from collections import OrderedDict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from weakref import ReferenceType, ref

import numpy as np

from recommender.catalogue.libraries.views import OfEachView
from recommender.catalogue.snapshot import Catalogue
from recommender.errors import NotReady
from recommender.listening.taste import Taste
from recommender.playlists.smart.live_heard import LiveHeard
from recommender.prediction.streams.listener_model import ListenerModel
from recommender.records import ListenerId
from recommender.room.quantities.expected import find_expected_plays, song_keys
from recommender.room.quantities.own import FORECAST, TREND
from recommender.room.quantities.quantity import Quantity
from recommender.room.quantities.sources import Listening
from recommender.room.quantities.trend import trend_times
from webapp.services import Services

REMEMBERED_LISTENERS = 16
"""Whose expected plays are kept: 0.8 MB at 100,000 tracks."""


class _Expected(NamedTuple):
    """Keeps neither model nor catalogue alive."""

    model: ReferenceType[ListenerModel]
    catalogue_revision: str
    plays: np.ndarray


def require_own_models(services: Services, listener: ListenerId, quantities: Collection[Quantity]) -> None:
    """Raise `NotReady` for the first quantity of which the listener's own model is missing."""
    for quantity in quantities:
        if command := missing_model(services, listener, quantity):
            raise NotReady(f"{quantity.name} is not known of your listening yet; run `{command}`")


def missing_model(services: Services, listener: ListenerId | None, quantity: Quantity) -> str:
    """Return the command that makes the model that a quantity lacks for this listener; empty where none is lacking."""
    if not quantity.own_model or (listener is not None and services.lab.streams(listener) is not None):
        return ""
    return quantity.own_model


class OwnListening:
    """Reads it anew at each question; of what takes long, only what has changed."""

    def __init__(self, heard: LiveHeard) -> None:
        self._heard = heard
        self._keys: OfEachView[tuple[str, ...]] = OfEachView()
        self._expected: OrderedDict[ListenerId, _Expected] = OrderedDict()

    def read(
        self, services: Services, catalogue: Catalogue, listener: ListenerId, quantities: Collection[Quantity]
    ) -> Listening:
        """Return what these quantities read of the listener."""
        names = {quantity.name for quantity in quantities}
        heard = self._heard.of(listener, catalogue)
        liked, refused = _opinions(services, catalogue, listener)
        recent, earlier = (None, None)
        if TREND in names:
            times = trend_times(services.clock())
            recent = count_plays(services, listener, catalogue, times.recent, times.until)
            earlier = count_plays(services, listener, catalogue, times.earlier, times.recent)
        return Listening(
            plays=heard.plays,
            skips=heard.skips,
            liked=liked,
            refused=refused,
            recent_plays=recent,
            earlier_plays=earlier,
            expected_plays=self._expected_plays(services, catalogue, listener) if FORECAST in names else None,
        )

    def _expected_plays(self, services: Services, catalogue: Catalogue, listener: ListenerId) -> np.ndarray | None:
        model = services.lab.streams(listener)
        if model is None:
            return None
        known = self._expected.get(listener)
        if known is None or known.model() is not model or known.catalogue_revision != catalogue.revision:
            keys = self._keys.of(catalogue, make=lambda: services.compute(lambda: song_keys(catalogue)))
            plays: np.ndarray = services.compute(lambda: find_expected_plays(model, keys))
            known = _Expected(ref(model), catalogue.revision, plays)
        self._expected[listener] = known
        self._expected.move_to_end(listener)
        while len(self._expected) > REMEMBERED_LISTENERS:
            self._expected.popitem(last=False)
        return known.plays


def _opinions(services: Services, catalogue: Catalogue, listener: ListenerId) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of the tracks that are liked, and of those that were turned away."""
    taste = services.taste(listener)
    return frozenset(map(str, taste.liked)), find_refused(taste, catalogue)


def find_refused(taste: Taste, catalogue: Catalogue) -> frozenset[str]:
    """Return what the listener turned away, as tracks or by their artist."""
    refused = set(map(str, taste.disliked))
    for track_id, scope in taste.disliked.items():
        place = catalogue.positions.get(track_id)
        artist = None if place is None else catalogue.artists_by_id.get(catalogue.artist_ids[place])
        if scope == "artist" and artist is not None:
            refused |= {catalogue.tracks[position].track_id for position in artist.positions.tolist()}
    return frozenset(refused)


def count_plays(
    services: Services, listener: ListenerId, catalogue: Catalogue, since: datetime, until: datetime
) -> np.ndarray:
    """Return how often the listener played each track of the catalogue, float64, from `since` on and before `until`."""
    plays = np.zeros(len(catalogue))
    for track_id, times in services.plays.plays_between(listener, since, until).items():
        position = catalogue.positions.get(track_id)
        if position is not None:
            plays[position] = times
    return plays
