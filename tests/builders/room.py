"""Maps of made-up tracks: kinds stand apart, the tracks of a kind around it; and the room of such a map."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from recommender.artifacts.manifest import Description
from recommender.artifacts.store import ArtifactStore
from recommender.catalogue.building import build_catalogue
from recommender.catalogue.snapshot import Catalogue
from recommender.prediction.library.moods import LibraryMoods
from recommender.records import SoundFacts, Track
from recommender.room.map.track_map import FORMAT, KIND, MapMethod, TrackMap, save
from recommender.room.measures import MEASURES
from recommender.room.quantities.sources import RoomLibrary
from recommender.room.seen import SeenMap
from tests.builders.index import kind_of, made_tracks
from tests.builders.moods import manifest_of

METHOD = MapMethod(
    index_version="made-1", name="pacmap", seed=3, n_neighbours=5, neighbours_kept=0.61, global_order=0.75, n_placed=2
)
MAP_VERSION = "20260105T000000Z-ffffff"


def made_positions(tracks: Iterable[Track], *, seed: int = 5, width: float = 0.08) -> np.ndarray:
    """Return places within -1..1, float32 [n, 3]: what begins with the same kind stands together."""
    rng = np.random.default_rng(seed)
    centres: dict[str, np.ndarray] = {}
    places = [
        centres.setdefault(kind_of(track.track_id), rng.uniform(-0.7, 0.7, 3)) + rng.normal(0, width, 3)
        for track in tracks
    ]
    return np.clip(np.array(places, dtype=np.float32).reshape(-1, 3), -1, 1)


def made_measures(n: int, *, seed: int = 6) -> dict[str, np.ndarray]:
    """Return a value of each measure a track, float32 [n]."""
    rng = np.random.default_rng(seed)
    middles = {"brightness": 2_000.0, "noisiness": 0.1, "contrast": 20.0, "rhythm_strength": 0.5}
    return {measure.name: (middles[measure.name] * rng.uniform(0.5, 1.5, n)).astype(np.float32) for measure in MEASURES}


def made_map(tracks: Sequence[Track], *, version: str = MAP_VERSION, **given: Any) -> TrackMap:
    """Return the map of these tracks; `given` are the fields that are otherwise."""
    fields: dict[str, Any] = {
        "manifest": manifest_of(KIND, FORMAT, version),
        "method": METHOD,
        "track_ids": [track.track_id for track in tracks],
        "positions": made_positions(tracks),
        "measures": made_measures(len(tracks)),
    }
    return TrackMap(**(fields | given))


def publish_map(store: ArtifactStore, track_map: TrackMap) -> str:
    """Publish a map as `segue build map` does; returns its version."""

    def write(folder: Any) -> Description:
        save(folder, track_map.track_ids, track_map.positions, track_map.measures, track_map.method)
        return Description(
            fingerprint=FORMAT, metric="neighbours kept", dims=3, counts={"tracks": len(track_map)}, seed=3,
            config_digest="ffffff",
        )  # fmt: skip

    return store.publish(KIND, write)


def sounding(tracks: Iterable[Track], *, seed: int = 8) -> list[Track]:
    """Return the tracks with what an analysis would have heard; the tempo is that of the kind, more or less."""
    rng = np.random.default_rng(seed)
    return [
        msgspec.structs.replace(
            track,
            sound=SoundFacts(
                duration_s=track.duration_s or 0.0,
                loudness_lufs=float(rng.normal(-12, 3)),
                tempo_bpm=70.0 + 30.0 * int(kind_of(track.track_id)[1:]) + float(rng.normal(0, 3)),
                key=int(rng.integers(12)),
                mode="major" if rng.random() < 0.5 else "minor",
            ),
        )
        for track in tracks
    ]


def made_library(
    tracks: Sequence[Track] | None = None,
    *,
    moods: LibraryMoods | None = None,
    track_map: TrackMap | None = None,
    catalogue: Catalogue | None = None,
) -> RoomLibrary:
    """Return the map of four kinds of twelve tracks, or of those that are given, with all that is known of them."""
    tracks = sounding(made_tracks(4, 12)) if tracks is None else tracks
    return RoomLibrary(SeenMap.of(track_map or made_map(tracks), catalogue or build_catalogue(tracks)), moods)
