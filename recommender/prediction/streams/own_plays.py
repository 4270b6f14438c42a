"""What was heard in segue itself, as plays: one for each track that was finished or left."""

from collections.abc import Iterable, Iterator, Mapping

from recommender.events import IMPORTED, moment_of
from recommender.prediction.streams.records import Play
from recommender.records import ActivityEvent, Track

ENDINGS = frozenset({"finished", "skipped", "left"})


def plays_of(events: Iterable[ActivityEvent], tracks: Mapping[str, Track]) -> Iterator[Play]:
    """Yield the plays among the events; imported ones, which the history has, and tracks without names are left out."""
    for event in events:
        if event.kind not in ENDINGS or event.source == IMPORTED or event.track_id is None:
            continue
        track = tracks.get(event.track_id)
        if track is None or not track.title or not track.artist:
            continue
        whole = event.duration_s or track.duration_s if event.kind == "finished" else 0.0
        yield Play(
            moment_of(event), track.title, track.artist, event.position_s if event.position_s else whole, is_song=True
        )
