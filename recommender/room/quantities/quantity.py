"""What a quantity is: its name, unit and scale, where it comes from, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from recommender.room.quantities.sources import RoomLibrary, Sources
from recommender.room.quantities.values import Values

Scale = Literal["linear", "log", "categories"]
Origin = Literal["measured", "tags", "listening", "estimated"]


@dataclass(frozen=True, eq=False)
class Need:
    """Something that a quantity is made of."""

    is_met: Callable[[RoomLibrary], bool]
    """Quick."""
    command: str
    """What makes it."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Quantity:
    """One thing that is known of each track."""

    name: str
    origin: Origin
    scale: Scale
    read: Callable[[Sources], Values]
    """Makes its column; called only where nothing that it needs is missing."""
    needs: tuple[Need, ...] = ()
    unit: str = ""
    """Empty for a share or a plain number."""
    is_slow: bool = False
    """Whether making the column of a large library takes seconds: it is made when it is asked for by name."""
    is_own: bool = False
    """Whether it is the listener's: such a column is not kept beside the library's."""
    own_model: str = ""
    """The command that makes the listener's own model, of a quantity that is read from that; else empty."""

    def missing(self, library: RoomLibrary) -> str:
        """Return the command that makes what is missing first; empty where it can be read."""
        return next((need.command for need in self.needs if not need.is_met(library)), "")


def read_column(quantity: Quantity, sources: Sources) -> Values:
    """Return the values of a quantity that is there, one a row; those of the library are worked out once."""
    columns = sources.library.columns
    if quantity.is_own:
        return quantity.read(sources)
    if quantity.name not in columns:
        columns[quantity.name] = quantity.read(sources)
    return columns[quantity.name]
