"""The ghost of a song: where it would stand with its knobs turned, and the real songs that come near."""

from collections.abc import Mapping
from math import isfinite
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta, Struct

from recommender.errors import BadInput, NotReady
from recommender.prediction.mood.records import MoodShare
from recommender.prediction.sound.audio_features import AudioFeatures
from recommender.records import TrackId
from recommender.room.binary import point
from recommender.room.knobs import Knob
from recommender.room.quantities.table import QUANTITIES
from recommender.room.what_if import song_of, turn_features
from webapp.api.endpoint import Endpoint
from webapp.room.answers import ChartChance, GhostAnswer, GhostKnob, GhostNeighbour, GhostPopularity
from webapp.room.asking import Look, Rooms, catalogue_row
from webapp.room.chances import Chances
from webapp.services import Services

_Turned = Annotated[float, Meta(ge=-1e5, le=1e5)] | None
_TurnedShare = Annotated[float, Meta(ge=0, le=1)] | None


class GhostQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A song, and which of its features are how; what is not named stays as it is."""

    track_id: Annotated[str, Meta(min_length=1, max_length=64)]
    tempo: _Turned = None
    """BPM."""
    loudness: _Turned = None
    """LUFS."""
    brightness: _Turned = None
    """Hz."""
    noisiness: _Turned = None
    contrast: _Turned = None
    """dB."""
    rhythm_strength: _Turned = None
    danceability: _TurnedShare = None
    energy: _TurnedShare = None
    valence: _TurnedShare = None
    acousticness: _TurnedShare = None
    instrumentalness: _TurnedShare = None
    speechiness: _TurnedShare = None
    liveness: _TurnedShare = None


class Ghosts:
    """The endpoint of what would be."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._chances = Chances()

    def get_ghost(self, services: Services, query: GhostQuery) -> GhostAnswer:
        """Return where a song would stand with its knobs turned; without any, where songs like it stand."""
        look = self._rooms.find(services, track_id=query.track_id)
        row = look.room.seen.require_row(query.track_id)
        chances = self._chances.of(services, look.shelf.catalogue)

        def answer() -> GhostAnswer:
            knobs = look.room.knobs_of(row)
            turned = _turned(query, knobs)
            return _answer(look, row, knobs, turned, chances)

        made: GhostAnswer = services.compute(answer)
        return made

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/map/ghost", access="play", handle=self.get_ghost, query=GhostQuery, answer=GhostAnswer,
                problems=(404, 503), summary="Where a song would stand with its features turned, and what is there",
            ),
        )  # fmt: skip


def _turned(query: GhostQuery, knobs: Mapping[str, Knob]) -> dict[str, float]:
    """Return the values that are asked for, by knob; raises `NotReady` for a feature that is not known of the song."""
    asked = msgspec.structs.asdict(query)
    turned = {name: value for name in QUANTITIES if (value := asked.get(name)) is not None}
    for name, value in turned.items():
        if not isfinite(value):
            raise BadInput(f"query: {name} is not a number")
        if name not in knobs:
            command = QUANTITIES[name].needs[0].command
            raise NotReady(f"{name} is not known of this song yet; run `{command}`")
    return turned


def _answer(
    look: Look,
    row: int,
    knobs: Mapping[str, Knob],
    turned: Mapping[str, float],
    chances: Mapping[TrackId, ChartChance],
) -> GhostAnswer:
    seen, ghost = look.room.seen, look.room.ghost(row, turned)
    features = _features(look, row, turned)
    return GhostAnswer(
        version=seen.version,
        position=point(ghost.position),
        spread=point(ghost.std),
        n_like=round(ghost.n_like, 2),
        is_empty=ghost.is_empty,
        knobs=tuple(_knob(knob, row, turned) for knob in knobs.values()),
        nearest=tuple(
            GhostNeighbour(
                row=near,
                track=look.shelf.track_answer(catalogue_row(look, near)),
                closeness=round(min(share, 1.0), 4),
                differences=_differences(knobs, row, near, turned),
                next_week=chances.get(seen.tracks[near].track_id),
            )
            for near, share in zip(ghost.nearest.tolist(), ghost.closeness.tolist(), strict=True)
        ),
        moods=_moods(look, features),
        popularity=_popularity(look, row, features),
        next_week=chances.get(seen.tracks[row].track_id),
    )


def _knob(knob: Knob, row: int, turned: Mapping[str, float]) -> GhostKnob:
    original, (low, high) = knob.value(row), knob.limits
    return GhostKnob(
        name=knob.name,
        unit=knob.quantity.unit,
        value=turned.get(knob.name, original),
        original=original,
        low=low,
        high=high,
    )


def _differences(knobs: Mapping[str, Knob], row: int, near: int, turned: Mapping[str, float]) -> dict[str, float]:
    return {name: knobs[name].value(near) - knobs[name].value(row) for name in turned}


def _features(look: Look, row: int, turned: Mapping[str, float]) -> AudioFeatures | None:
    """Return the thirteen features of the ghost; None for a song that was not described."""
    moods = look.room.library.moods
    description = moods.description(look.room.seen.tracks[row].track_id) if moods else None
    return None if description is None else turn_features(description.audio(), turned)


def _moods(look: Look, features: AudioFeatures | None) -> tuple[MoodShare, ...] | None:
    model = look.services.lab.mood()
    return None if model is None or features is None else model.moods(features)


def _popularity(look: Look, row: int, features: AudioFeatures | None) -> GhostPopularity | None:
    model = look.room.library.popularity
    if model is None or features is None:
        return None
    outlook = model.outlook(song_of(look.room.seen.tracks[row], features))
    low, expected, high = np.clip([outlook.low, outlook.expected, outlook.high], 0.0, 100.0).tolist()
    return GhostPopularity(expected=expected, low=low, high=high)
