"""What a smart playlist is: rules, the order of what they match, where it ends, and when it is worked out again."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from recommender.errors import NotFound
from recommender.playlists.records import Description, Folder, PlaylistId, PlaylistName
from recommender.records import AwareTime, ListenerId, TrackId

MAX_DEPTH = 5
MAX_RULES = 200
"""Rules and groups of one playlist, all together."""
MAX_SORT_KEYS = 8
MAX_TEXT = 500
MAX_SMART_PLAYLISTS = 500
"""Of one owner."""

Operator = Literal[
    "is", "is_not", "contains", "contains_not", "starts", "ends", "more", "less", "between", "before", "after",
    "in_the_last", "not_in_the_last", "missing", "present", "in", "not_in", "within",
]  # fmt: skip
RuleText = Annotated[str, Meta(max_length=MAX_TEXT)]
Value = RuleText | float | bool | Annotated[tuple[RuleText | float, ...], Meta(max_length=2)] | None
"""One text or number; two for `between`; for `within` what it sounds like, and how far from it; None where none is."""
FieldName = Annotated[str, Meta(max_length=40)]
Match = Literal["all", "any"]
RANDOM = "random"
"""A sort key that is no field: by chance, the same order until the list is worked out again."""
SmartVisibility = Literal["private", "public"]
Refresh = Literal["always", "daily", "weekly", "manually"]
"""When the tracks are worked out: at every look, at the first of a day or week of the owner's, or when asked to."""


class Rule(Struct, frozen=True, kw_only=True, tag="rule", tag_field="kind", forbid_unknown_fields=True):
    """What one field must be like."""

    field: FieldName
    operator: Operator
    value: Value = None


class Group(Struct, frozen=True, kw_only=True, tag="group", tag_field="kind", forbid_unknown_fields=True):
    """Rules of which all, or any, must hold; the topmost one may be empty, and then lets everything in."""

    match: Match = "all"
    rules: Annotated[tuple["Rule | Group", ...], Meta(max_length=MAX_RULES)] = ()


class SortKey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By what is sorted; what has no value stands last, whichever way."""

    field: FieldName
    descending: bool = False


class Limit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the list ends."""

    unit: Literal["tracks", "minutes", "percent"]
    amount: Annotated[float, Meta(gt=0, le=1e6)]


class Definition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What makes the list."""

    rules: Group = Group()
    sort: Annotated[tuple[SortKey, ...], Meta(max_length=MAX_SORT_KEYS)] = ()
    limit: Limit | None = None
    refresh: Refresh = "always"
    time_zone: Annotated[str, Meta(max_length=64)] = "UTC"
    """IANA name: where the owner's days begin."""


class KeptTracks(Struct, frozen=True, kw_only=True):
    """The tracks as they were worked out, for lists that are not worked out at every look."""

    track_ids: tuple[TrackId, ...]
    at: AwareTime


class SmartPlaylist(Struct, frozen=True, kw_only=True):
    """A smart playlist; what its rules say of plays and likes is of its owner, whoever looks at it."""

    playlist_id: PlaylistId
    owner: ListenerId
    name: PlaylistName
    description: Description = ""
    folder: Folder = ""
    visibility: SmartVisibility = "private"
    definition: Definition
    made_at: AwareTime
    changed_at: AwareTime
    revision: int = 1
    """One more with every change."""
    kept: KeptTracks | None = None


class NoSmartPlaylist(NotFound):
    """No such smart playlist, or none that the asking listener may see: which of both is not told."""

    def __init__(self, playlist_id: str) -> None:
        super().__init__(f"there is no smart playlist {playlist_id[:64]!r} here, or it is private")
