"""One week of the listener who asks, as a quantity like others: the table has it while the room shows that week."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import numpy as np

from recommender.catalogue.snapshot import Catalogue
from recommender.errors import BadInput
from recommender.records import ListenerId
from recommender.room.quantities.quantity import Quantity
from recommender.room.quantities.sources import Sources
from recommender.room.quantities.values import Numbers
from webapp.room.own_listening import count_plays
from webapp.services import Services

NAME: Final = "plays_of_week"
_FIRST, _LAST = date(1970, 1, 5), date(2999, 12, 31)


def week_quantity(services: Services, catalogue: Catalogue, listener: ListenerId, day: date | None) -> Quantity:
    """Return the plays of the week, from Monday on, that a day lies in; raises `BadInput` without a day."""
    if day is None or not _FIRST <= day <= _LAST:
        raise BadInput(f"week: {NAME} needs a day of the week that is meant, from {_FIRST} to {_LAST}")
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(), tzinfo=UTC)
    plays = count_plays(services, listener, catalogue, monday, monday + timedelta(weeks=1)).astype(np.float32)

    def read(sources: Sources) -> Numbers:
        return Numbers(plays[sources.seen.catalogue_rows])

    return Quantity(name=NAME, origin="listening", scale="linear", unit="plays", read=read, is_own=True)
