"""The room at FMA's size: what a turned knob, a node and the map itself cost the server, on made-up tracks.

Turned knobs are timed twice: the kernel alone, and the whole route through the web application, which the goal is for.
The first turn of a song's knob compares its sound with all others; the next ones find that. Places, vectors and
features are by chance, on which the time does not depend.
"""

import gzip
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.big_catalogue import FMA_TRACKS, made_up_table
from benchmarks.results_file import Goal, Table, write_result
from benchmarks.room_ghost.route import RoomModels, room_client, time_ghosts, time_map
from recommender.artifacts.manifest import Manifest
from recommender.catalogue.building import build_catalogue
from recommender.catalogue.snapshot import Catalogue
from recommender.clock import system_clock
from recommender.records import SoundFacts, Track, TrackId
from recommender.room.binary import MapHeader, MethodHeader, box_of, column_header, write_map
from recommender.room.map.track_map import FORMAT, KIND, MapMethod, TrackMap
from recommender.room.measures import MEASURES
from recommender.room.quantities.encoding import encode
from recommender.room.quantities.quantity import read_column
from recommender.room.quantities.sources import Listening, RoomLibrary, Sources
from recommender.room.quantities.table import QUANTITIES
from recommender.room.room import Room
from recommender.room.seen import SeenMap
from recommender.similarity.features import N_COLUMNS
from recommender.similarity.track_index import TrackIndex

TARGET_MS = 20.0
TARGET_BYTES = 12.0
REPEATS = 200
TURNED = {"tempo": 140.0, "loudness": -8.0, "brightness": 3_000.0, "noisiness": 0.1, "contrast": 20.0,
          "rhythm_strength": 0.7}  # fmt: skip
SENT = ("the map, made and packed", "the map, kept", "the map, known by who asks")
COLUMNS = ("genre", "tempo", "loudness", "brightness", "key", "length")


def main() -> None:
    """Measure and write `benchmarks/results/room_ghost.json`."""
    rng = np.random.default_rng(1)
    catalogue = _catalogue(rng)
    with threadpool_limits(1):
        room, *made_s = _timed(lambda: _room(catalogue, rng))
        rows = [_row("the room itself, once after a change", [tuple(made_s)])]
        rows += [_ghosts(room, rng, n_turned) for n_turned in (0, 1, 3, 6)]
        rows += [_first_turns(room, rng), _connections(room, rng)]
        models = RoomModels.in_use()
        client, songs = room_client(room, models, rng), [str(track.track_id) for track in room.seen.tracks[:400]]
        time_ghosts(client, songs[:1], 1, rng)  # makes the room, and the song's likeness to all
        routes = [
            _row(f"the route, {n} knobs, {models.names}", time_ghosts(client, songs[:1], n, rng)) for n in (0, 1, 3, 6)
        ]
        routes.append(_row("the route, the first turn of another song", time_ghosts(client, songs[100:], 3, rng)))
        sent = [_row(name, times[None]) for name, times in zip(SENT, time_map(client, ",".join(COLUMNS)), strict=True)]
        (data, header_bytes), map_s, _ = _timed(lambda: _map(room))
        packed, pack_s, _ = _timed(lambda: gzip.compress(data, 1))
    slowest = max(row[2] for row in routes[:-1])
    per_track = (len(data) - header_bytes) / len(room.seen)
    goals = [
        Goal(f"a turned knob, the whole route, {models.names}", f"<= {TARGET_MS:.0f} ms", f"{slowest:.1f} ms (p99)",
             slowest <= TARGET_MS),
        Goal("the map with six quantities", f"<= {TARGET_BYTES:g} bytes a track", f"{per_track:.2f}",
             per_track <= TARGET_BYTES),
    ]  # fmt: skip
    tables = [
        Table(f"{len(room.seen):,} tracks, one thread", ("what", "p50 ms", "p99 ms", "p50 of CPU ms"), tuple(rows)),
        Table("The whole route, in process", ("what", "p50 ms", "p99 ms", "p50 of CPU ms"), tuple(routes + sent)),
        Table(
            "The map with six quantities",
            ("made, ms", "compressed, ms", "bytes a track", "compressed"),
            ((map_s * 1000, pack_s * 1000, per_track, len(packed) / len(room.seen)),),
        ),
    ]
    write_result("room_ghost", goals=goals, tables=tables)


def _timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what was made, and how long that took on the clock and on the CPU, seconds."""
    began, began_cpu = time.perf_counter(), time.process_time()
    made = work()
    return made, time.perf_counter() - began, time.process_time() - began_cpu


def _row(name: str, times_s: list[tuple[float, ...]] | np.ndarray) -> tuple[str, float, float, float]:
    clock, cpu = np.array(times_s).T * 1000
    return name, *np.percentile(clock, [50, 99]).tolist(), float(np.median(cpu))


def _ghosts(room: Room, rng: np.random.Generator, n_turned: int) -> tuple[str, float, float, float]:
    """Time the turns of one song's knobs, as a hand makes them."""
    room.ghost(7, {})
    names = list(TURNED)[:n_turned]
    turns = [{name: TURNED[name] * rng.uniform(0.8, 1.2) for name in names} for _ in range(REPEATS)]
    times_s = [_timed(lambda turned=turned: room.ghost(7, turned))[1:] for turned in turns]
    return _row(f"{n_turned} knobs turned", times_s)


def _first_turns(room: Room, rng: np.random.Generator) -> tuple[str, float, float, float]:
    songs = rng.choice(len(room.seen), 60, replace=False).tolist()
    return _row(
        "the first turn of another song", [_timed(lambda row=row: room.ghost(row, TURNED))[1:] for row in songs]
    )


def _connections(room: Room, rng: np.random.Generator) -> tuple[str, float, float, float]:
    room.connections(0)
    songs = rng.choice(len(room.seen), REPEATS, replace=False).tolist()
    return _row("what a track shares with others", [_timed(lambda row=row: room.connections(row))[1:] for row in songs])


def _map(room: Room) -> tuple[bytes, int]:
    """Return the bytes, and how many of them are not the tracks'."""
    sources = Sources(room.library, Listening.nothing(len(room.seen)))
    columns = [encode(QUANTITIES[name], read_column(QUANTITIES[name], sources)) for name in COLUMNS]
    header = MapHeader(
        version=room.seen.version,
        map_version="made",
        method=MethodHeader(name="made", seed=1, n_neighbours=15, neighbours_kept=None, global_order=None, n_placed=0),
        box=box_of(room.seen.positions),
        columns=tuple(map(column_header, columns)),
        regions=(),
        n_missing=0,
    )
    data = write_map(header, room.seen.positions, columns)
    return data, 16 + int.from_bytes(data[12:16], "little")


def _room(catalogue: Catalogue, rng: np.random.Generator) -> Room:
    n = len(catalogue)
    vectors = rng.standard_normal((n, N_COLUMNS), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = cast("TrackIndex", SimpleNamespace(vectors=vectors, table=SimpleNamespace(row=catalogue.positions.get)))
    track_map = TrackMap(
        manifest=Manifest(
            fingerprint=FORMAT, metric="made", dims=3, counts={}, seed=1, config_digest="aaaaaa", kind=KIND,
            version="20260101T000000Z-aaaaaa", created_at=system_clock(), files={},
        ),
        method=MapMethod(index_version="made", name="made", seed=1),
        track_ids=list(catalogue.positions),
        positions=np.clip(rng.normal(0, 0.3, (n, 3)), -1, 1).astype(np.float32),
        measures={measure.name: rng.gamma(4, 0.25, n).astype(np.float32) * 1_000 for measure in MEASURES},
    )  # fmt: skip
    return Room(RoomLibrary(SeenMap.of(track_map, catalogue)), index)


def _catalogue(rng: np.random.Generator) -> Catalogue:
    table = made_up_table(FMA_TRACKS, rng)
    rows = zip(table.track_ids, table.titles, table.artists, table.albums, table.genres, strict=True)
    tempos, levels = rng.normal(120, 25, FMA_TRACKS).tolist(), rng.normal(-12, 4, FMA_TRACKS).tolist()
    return build_catalogue(
        Track(
            track_id=TrackId(track_id), title=title, artist=artist, album=album, genres=genres, duration_s=200.0,
            tags={"composer": f"Composer {number % 9_000}", "label": f"Label {number % 3_000}"},
            sound=SoundFacts(
                duration_s=200.0, loudness_lufs=levels[number], tempo_bpm=max(tempos[number], 30.0), key=number % 12,
                mode="minor",
            ),
        )
        for number, (track_id, title, artist, album, genres) in enumerate(rows)
    )  # fmt: skip


if __name__ == "__main__":
    main()
