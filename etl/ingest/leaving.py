"""What becomes of a track when a file holds it no longer."""

from msgspec.structs import replace

from etl.ingest.ledger import KnownFile
from etl.ingest.recording import Recorder
from etl.locations import exists
from recommender.records import TrackId


def leave(recorder: Recorder, url: str, track_id: TrackId) -> KnownFile | None:
    """Take a file away from its track; return another file of the track, if one is there.

    The track lives on in that file. Without one it is missing; if its sound was never analysed, nobody knows whether it
    was music at all, and it is dropped.
    """
    others = [
        file for file in recorder.files_of(track_id) if file.url != url and file.state == "present" and exists(file.url)
    ]
    other = min(others, key=lambda file: file.url, default=None)
    track = recorder.track(track_id)
    if track is None or track.url != url or track.status != "present":
        return other
    if other is not None:
        recorder.put(track=replace(track, url=other.url))
    elif track.sound is None:
        recorder.drop_track(track_id)
    else:
        recorder.put(track=replace(track, status="missing"))
    return other
