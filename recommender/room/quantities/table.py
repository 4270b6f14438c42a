"""Every quantity by its name; there are no others."""

from recommender.errors import BadInput, NotReady
from recommender.room.quantities.described import DESCRIBED
from recommender.room.quantities.heard import HEARD
from recommender.room.quantities.own import OWN
from recommender.room.quantities.quantity import Quantity
from recommender.room.quantities.sources import RoomLibrary
from recommender.room.quantities.tagged import TAGGED

QUANTITIES: dict[str, Quantity] = {quantity.name: quantity for quantity in (*HEARD, *TAGGED, *OWN, *DESCRIBED)}


def require_quantity(name: str, library: RoomLibrary) -> Quantity:
    """Return the quantity of this name; raises `BadInput` for another word, `NotReady` while it is not known here."""
    quantity = QUANTITIES.get(name)
    if quantity is None:
        raise BadInput(f"columns: there is no quantity {name[:40]!r}; there are {', '.join(QUANTITIES)}")
    if command := quantity.missing(library):
        raise NotReady(f"{name} is not known here yet; run `{command}`")
    return quantity
