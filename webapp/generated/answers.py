"""A list that segue made, as the API shows it."""

from msgspec import Struct

from recommender.playlists.generated.records import GeneratedList
from webapp.api.answers import TrackAnswer
from webapp.api.shelf import Shelf


class GeneratedItem(Struct, frozen=True, kw_only=True):
    """One track of a list that segue made."""

    track: TrackAnswer
    reason: str
    step: float | None
    """1 - cosine to the track before, where the order matters: 0 is the same sound; None for the first."""
    is_chosen: bool
    """Whether the listener asked for it."""


class LeftOutItem(Struct, frozen=True, kw_only=True):
    """A track that would have been in the list."""

    track: TrackAnswer
    reason: str


class GeneratedListAnswer(Struct, frozen=True, kw_only=True):
    """A list that segue made; it is not kept."""

    name: str
    items: tuple[GeneratedItem, ...]
    left_out: tuple[LeftOutItem, ...]
    message: str
    """What the listener should know of it; why it is empty, when it is."""
    duration_s: float
    """Of all tracks whose length is known."""
    largest_step: float | None
    model_version: str


class GeneratedListsAnswer(Struct, frozen=True, kw_only=True):
    """Several lists that segue made."""

    lists: tuple[GeneratedListAnswer, ...]


def list_answer(shelf: Shelf, made: GeneratedList) -> GeneratedListAnswer:
    """Return a list with its tracks as they are in the catalogue."""
    at = shelf.catalogue.positions
    items = tuple(
        GeneratedItem(
            track=shelf.track_answer(at[track.track_id]),
            reason=track.reason,
            step=track.step,
            is_chosen=track.is_chosen,
        )
        for track in made.tracks
    )
    return GeneratedListAnswer(
        name=made.name,
        items=items,
        left_out=tuple(
            LeftOutItem(track=shelf.track_answer(at[track.track_id]), reason=track.reason) for track in made.left_out
        ),
        message=made.message,
        duration_s=round(sum(item.track.duration_s or 0.0 for item in items), 3),
        largest_step=max((item.step for item in items if item.step is not None), default=None),
        model_version=made.model_version,
    )
