"""What a field is, and which operators its kind has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from recommender.playlists.smart.columns import Column
from recommender.playlists.smart.records import Operator
from recommender.playlists.smart.sources import Sources

FieldKind = Literal["text", "choice", "number", "day", "moment", "flag", "playlist", "sound"]
"""`day`: a date of a calendar, the same everywhere. `moment`: a point in time, on a day of the listener's own zone."""
Topic = Literal["Tags", "File", "Sound", "Mood", "Your listening", "Your opinion", "Popularity", "Lists"]

_GIVEN: tuple[Operator, ...] = ("missing", "present")
_DATES: tuple[Operator, ...] = ("in_the_last", "not_in_the_last", "is", "before", "after", "between", *_GIVEN)
OPERATORS: dict[FieldKind, tuple[Operator, ...]] = {
    "text": ("contains", "contains_not", "is", "is_not", "starts", "ends", *_GIVEN),
    "choice": ("is", "is_not", *_GIVEN),
    "number": ("more", "less", "between", "is", "is_not", *_GIVEN),
    "day": _DATES,
    "moment": _DATES,
    "flag": ("is",),
    "playlist": ("in", "not_in"),
    "sound": ("within",),
}


@dataclass(frozen=True, eq=False)
class Field:
    """One thing that rules may ask about."""

    name: str
    kind: FieldKind
    topic: Topic
    words: str
    """What the page calls it."""
    read: Callable[[Sources], Column] | None
    """Makes its column; None for what is looked up by the rule's value."""
    unit: str = ""
    choices: tuple[str, ...] = ()
    is_own: bool = False
    """Whether it is the listener's: such a column is not kept beside the library's."""

    @property
    def can_sort(self) -> bool:
        """Whether lists may be in its order."""
        return self.read is not None
