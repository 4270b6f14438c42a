"""What the API of smart playlists is asked and answers."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from recommender.playlists.ports import Which
from recommender.playlists.records import Description, Folder, PlaylistName
from recommender.playlists.smart.fields.field import FieldKind, Topic
from recommender.playlists.smart.records import Definition, Operator, SmartVisibility
from webapp.api.answers import TrackAnswer
from webapp.api.paging import MAX_LIMIT


class SmartQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which smart playlists."""

    which: Which = "mine"


class SmartTracksQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the tracks."""

    start: Annotated[int, Meta(ge=0, le=2**31)] = 0
    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT)] = MAX_LIMIT


class NewSmart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A smart playlist to be made."""

    name: PlaylistName
    description: Description = ""
    folder: Folder = ""
    visibility: SmartVisibility = "private"
    definition: Definition


class SmartChange(NewSmart, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a smart playlist should be from now on."""

    revision: Annotated[int, Meta(ge=1)]
    """That which was changed: of another one it is refused."""


class SmartPreviewQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A definition that is being made."""

    definition: Definition


class SmartField(Struct, frozen=True, kw_only=True):
    """One thing that rules may ask about."""

    name: str
    field_kind: FieldKind
    topic: Topic
    words: str
    unit: str
    choices: tuple[str, ...]
    """Of a field that has only certain words."""
    operators: tuple[Operator, ...]
    can_sort: bool


class SmartFields(Struct, frozen=True, kw_only=True):
    """All of them; there are no others."""

    items: tuple[SmartField, ...]


class SmartSummary(Struct, frozen=True, kw_only=True):
    """A smart playlist as lists show it."""

    playlist_id: str
    name: str
    description: str
    folder: str
    """Empty for none, and for those of others."""
    visibility: SmartVisibility
    owner: str
    is_own: bool
    changed_at: datetime
    revision: int


class SmartPage(Struct, frozen=True, kw_only=True):
    """Smart playlists, the last changed first."""

    items: tuple[SmartSummary, ...]


class SmartPreview(Struct, frozen=True, kw_only=True):
    """What is in a list at this moment."""

    n_tracks: int
    n_matching: int
    """How many the rules let in, before the limit."""
    duration_s: float
    items: tuple[TrackAnswer, ...]
    problems: tuple[str, ...]
    """Rules that could not be asked and match nothing, and why; told to the owner."""


class SmartDetail(SmartSummary, frozen=True, kw_only=True):
    """A smart playlist with what makes it, and a part of its tracks."""

    definition: Definition
    made: SmartPreview
