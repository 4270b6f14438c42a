"""A made-up map of any size, as the server sends it: twelve clouds, four quantities, named parts, and titles by row."""

from dataclasses import dataclass

import msgspec
import numpy as np

from recommender.room.binary import MapHeader, MethodHeader, RegionHeader, box_of, column_header, point, write_map
from recommender.room.quantities.encoding import STEPS, EncodedColumn
from webapp.api.answers import TrackAnswer
from webapp.room.answers import RoomQuantities, RoomQuantity, RoomRow, RoomRows, RoomTrack, RoomTracks

VERSION = "made-up-map"
N_CLOUDS = 12
N_PARTS = 24
GENRES = ("Electronic", "Experimental", "Folk", "Hip-Hop", "Instrumental", "International", "Pop", "Rock")
SCALES = {"tempo": ("BPM", 60.0, 180.0), "loudness": ("LUFS", -24.0, -6.0), "brightness": ("Hz", 500.0, 5_000.0)}
"""Unit, lowest and highest value of each number."""
ROW_PREFIX = "row-"


@dataclass(frozen=True, eq=False)
class MadeMap:
    """What the routes of the map answer."""

    n_tracks: int
    data: bytes
    """The map in its binary form."""

    @classmethod
    def of(cls, n_tracks: int, *, seed: int = 1) -> "MadeMap":
        """Make the map; the same size and seed give the same bytes."""
        rng = np.random.default_rng(seed)
        centres = rng.uniform(-0.6, 0.6, (N_CLOUDS, 3))
        clouds = np.sort(rng.integers(N_CLOUDS, size=n_tracks))
        widths = rng.uniform(0.06, 0.22, (N_CLOUDS, 1))
        places = centres[clouds] + rng.normal(0, 1, (n_tracks, 3)) * widths[clouds]
        positions = np.clip(places, -1, 1).astype(np.float32)
        columns = [_genres(clouds), *(_numbers(name, clouds, rng) for name in SCALES)]
        header = MapHeader(
            version=VERSION,
            map_version=VERSION,
            method=MethodHeader(
                name="made", seed=seed, n_neighbours=15, neighbours_kept=0.5, global_order=0.7, n_placed=0
            ),
            box=box_of(positions),
            columns=tuple(map(column_header, columns)),
            regions=_parts(positions, rng),
            n_missing=0,
        )
        return cls(n_tracks, write_map(header, positions, columns))

    def quantities(self) -> bytes:
        """Return what the room can be coloured by."""
        units = {"genre": "", **{name: unit for name, (unit, _, _) in SCALES.items()}}
        items = tuple(
            RoomQuantity(
                name=name,
                unit=unit,
                scale="categories" if name == "genre" else "linear",
                origin="measured",
                is_available=True,
                why="",
            )
            for name, unit in units.items()
        )
        return msgspec.json.encode(RoomQuantities(items=items))

    def tracks(self, rows: str) -> bytes:
        """Return the tracks of some rows, numbers with commas between."""
        items = tuple(RoomTrack(row=int(row), track=_track(int(row))) for row in rows.split(","))
        return msgspec.json.encode(RoomTracks(items=items))

    def rows(self, track_ids: str) -> bytes:
        """Return the rows of some tracks, ids with commas between."""
        items = tuple(RoomRow(track_id=one, row=self._row_of(one)) for one in track_ids.split(","))
        return msgspec.json.encode(RoomRows(items=items))

    def _row_of(self, track_id: str) -> int | None:
        number = track_id.removeprefix(ROW_PREFIX)
        return int(number) if number.isdigit() and int(number) < self.n_tracks else None


def _genres(clouds: np.ndarray) -> EncodedColumn:
    return EncodedColumn(
        name="genre", unit="", scale="categories", origin="tags", low=0.0, high=0.0, categories=GENRES,
        data=(clouds % len(GENRES)).astype(np.uint8),
    )  # fmt: skip


def _numbers(name: str, clouds: np.ndarray, rng: np.random.Generator) -> EncodedColumn:
    unit, low, high = SCALES[name]
    middles = rng.uniform(40, STEPS - 40, N_CLOUDS)
    data = np.clip(middles[clouds] + rng.normal(0, 25, len(clouds)), 0, STEPS).astype(np.uint8)
    return EncodedColumn(
        name=name, unit=unit, scale="linear", origin="measured", low=low, high=high, categories=(), data=data
    )


def _parts(positions: np.ndarray, rng: np.random.Generator) -> tuple[RegionHeader, ...]:
    rows = rng.integers(len(positions), size=N_PARTS)
    return tuple(
        RegionHeader(name=f"part {number}", centre=point(positions[row]), radius=0.25, n_tracks=len(positions) // 20)
        for number, row in enumerate(rows)
    )


def _track(row: int) -> TrackAnswer:
    return TrackAnswer(
        track_id=f"{ROW_PREFIX}{row}", title=f"Title {row}", artist=f"Artist {row // 7}", album=f"Album {row // 10}",
        album_id="", artist_id="", genres=(), track_number=None, duration_s=200.0, playable="no", audio_url="",
        cover_url="/static/mark.svg",
    )  # fmt: skip
