"""What a quantity is: its name, unit and scale, where it comes from, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from recommender.room.quantities.sources import RoomLibrary, Sources
from recommender.room.quantities.values import Values

Scale = Literal["linear", "log", "categories"]
Origin = Literal["measured", "tags", "listening", "estimated"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Quantity:
    """One thing that is known of each track."""

    name: str
    origin: Origin
    scale: Scale
    read: Callable[[Sources], Values]
    """Makes its column; called only where `is_there` says so."""
    why: str = ""
    """What is told while there is none: what is missing, and the command that makes it."""
    is_there: Callable[[RoomLibrary], bool] = lambda _: True
    """Whether the library has what it is made of; quick."""
    unit: str = ""
    """Empty for a share or a plain number."""
    is_slow: bool = False
    """Whether making the column of a large library takes seconds: it is made when it is asked for by name."""
    is_own: bool = False
    """Whether it is the listener's: such a column is not kept beside the library's."""


def read_column(quantity: Quantity, sources: Sources) -> Values:
    """Return the values of a quantity that is there, one a row; those of the library are worked out once."""
    columns = sources.library.columns
    if quantity.is_own:
        return quantity.read(sources)
    if quantity.name not in columns:
        columns[quantity.name] = quantity.read(sources)
    return columns[quantity.name]
