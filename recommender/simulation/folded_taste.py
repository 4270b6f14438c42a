"""The taste that an engine makes of what a simulated listener does."""

from datetime import datetime
from uuid import UUID

import numpy as np

from recommender.events import SIMULATED
from recommender.listening.folding import update_taste
from recommender.listening.taste import Taste
from recommender.records import ActivityEvent, EventKind, ListenerId, TrackId
from recommender.similarity.track_table import TrackTable


class FoldedTaste:
    """Folds events as they are done."""

    def __init__(self, number: int, table: TrackTable, *, half_life_days: float) -> None:
        """Begin with nothing; `number` names the listener."""
        self.taste = Taste(listener_id=ListenerId(f"{SIMULATED}-{number:05d}"))
        self._table = table
        self._half_life_days = half_life_days

    def do(
        self,
        kind: EventKind,
        row: int,
        *,
        at: datetime,
        rng: np.random.Generator,
        position_s: float = 0.0,
        duration_s: float | None = None,
    ) -> None:
        """Fold what is done to the track of a row; the event's id comes from `rng`."""
        event = ActivityEvent(
            event_id=UUID(bytes=rng.bytes(16)),
            listener_id=self.taste.listener_id,
            kind=kind,
            occurred_at=at,
            track_id=TrackId(self._table.track_ids[row]),
            position_s=position_s,
            duration_s=duration_s,
        )
        self.taste = update_taste(self.taste, event, half_life_days=self._half_life_days)
