"""Who asks for a list, of which library, and what they have turned away."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from flask import Request

from recommender.errors import NoIndex
from recommender.listening.refused import Refused
from recommender.listening.taste import Taste
from recommender.playlists.generated.anchors import PATTERN
from recommender.playlists.generated.library import CurrentLibrary, Library
from webapp.api.endpoint import shelf_of
from webapp.api.shelf import Shelf
from webapp.listener import Listeners
from webapp.services import Services

MAX_ANCHOR_LENGTH = 400
"""Characters of one thing in a query: names are percent-encoded."""


def anchors_schema(low: int, high: int) -> dict[str, Any]:
    """Return what the OpenAPI document says of `low` to `high` anchors in a row; `parse_anchors` has better words."""
    some = f"{PATTERN}(?:,{PATTERN}){{{max(low - 1, 0)},{high - 1}}}"
    return {"pattern": f"^{some}$" if low else f"^(?:{some})?$"}


@dataclass(frozen=True, eq=False)
class Asker:
    """One request for a list: everything of one moment."""

    taste: Taste
    library: Library
    shelf: Shelf
    artist_cap: int
    """Tracks of one artist in any ten in a row, by the listener's steering or else as the instance is set."""
    half_life_days: float

    @property
    def likes_something(self) -> bool:
        """Whether anything is known that the listener likes."""
        return any(affinity.weight > 0 for affinity in self.taste.affinities.values())

    @property
    def refused(self) -> np.ndarray:
        """What the listener turned away, as tracks or by the artist: bool [n_tracks]."""
        return Refused.by(self.taste, self.library.index).mask(self.library.index)


class Askers:
    """Finds out who asks; what follows from a library alone is worked out once for all of them."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._library = CurrentLibrary()

    def find(self, services: Services, request: Request) -> Asker:
        """Return who asks; raises `WhoIsAsking` for nobody, `NoIndex` before there is an index."""
        listener = self._listeners.require(request)
        if (index := services.index()) is None:
            raise NoIndex
        shelf = shelf_of(services)
        library = self._library.of(index, shelf.catalogue, shelf.moods)
        taste = services.taste(listener)
        return Asker(
            taste,
            library,
            shelf,
            artist_cap=taste.steering.artist_cap or services.config.artist_cap,
            half_life_days=taste.steering.half_life_days or services.config.half_life_days,
        )
