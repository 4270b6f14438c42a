"""Albums and artists that a listener likes. Likes and stars of tracks are in the taste; these move no pick."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

FavouriteKind = Literal["album", "artist"]


class Favourite(Struct, frozen=True):
    """One album or artist in a listener's heart."""

    kind: FavouriteKind
    target_id: str
    """The id that the album or artist had when it was liked; the catalogue may know it by another one today."""
    liked_at: datetime
