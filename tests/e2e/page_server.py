"""A web process for tests of the page: the real application on made-up services, with an engine that answers at once.

Run as `python -m tests.e2e.page_server FOLDER PORT N_TRACKS`; `/test/events` lists what the page has sent.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from datetime import UTC, datetime, timedelta  # noqa: E402
from pathlib import Path  # noqa: E402
from tempfile import TemporaryDirectory  # noqa: E402
from time import sleep  # noqa: E402

import gevent  # noqa: E402
import msgspec  # noqa: E402
from msgspec.structs import replace  # noqa: E402

from recommender.catalogue.building import build_catalogue  # noqa: E402
from recommender.errors import BadAudio  # noqa: E402
from recommender.records import (  # noqa: E402
    ActivityEvent,
    Analysis,
    ListenerId,
    Pick,
    Slate,
    SoundFacts,
    Track,
    TrackId,
)
from tests.made_audio import make_sound  # noqa: E402
from tests.made_index import index_of, made_tracks, made_vectors  # noqa: E402
from webapp.app import create_app  # noqa: E402
from webapp.server import bound_socket, make_server  # noqa: E402
from webapp.services import Part, Services, WebConfig  # noqa: E402

KINDS, PER_KIND = 4, 12
N_PICKS = 8
SOUND = SoundFacts(duration_s=6.0, loudness_lufs=-14.0, tempo_bpm=120.0, key=9, mode="minor")
ODD_TRACKS = (
    {"title": "A broken file", "url": "file:///nowhere/at/all.mp3"},
    {"title": "أغنية الليل الطويل", "artist": "فرقة الضوء", "album": "ليالي"},
    {"title": "A 🎷 and a 🪘 walk into a bar", "artist": "Ünïcödé 🌊"},
    {"title": "An extraordinarily long title that goes on and on " * 4, "artist": "A very long name of an artist " * 4},
    {"title": "A title without anything else", "artist": "", "album": "", "genres": ()},
    {"title": "A three hour track", "duration_s": 10_800.0},
)


def catalogue_tracks(folder: Path, n_tracks: int) -> list[Track]:
    """Tracks that share three real sounds, and odd ones; none at all when none are wanted."""
    if n_tracks == 0:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    sounds = [make_sound(folder / f"sound {n} ü.mp3", seconds=6.0, seed=n) for n in range(3)]
    now = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    known = made_tracks(KINDS, PER_KIND)
    more = made_tracks(-(-n_tracks // 100), 100)[len(known) : n_tracks]
    tracks = [
        replace(
            track,
            url=sounds[n % 3].as_uri(),
            duration_s=6.0,
            sound=SOUND,
            track_number=n % PER_KIND + 1,
            licence="CC BY 4.0",
            added_at=now - timedelta(minutes=n),
        )
        for n, track in enumerate([*known, *(replace(t, track_id=TrackId(f"m-{t.track_id}")) for t in more)])
    ]
    odd = [replace(tracks[-1 - n], track_id=TrackId(f"odd-{n}"), **fields) for n, fields in enumerate(ODD_TRACKS)]
    return [*tracks, *odd]


class QuickEngine:
    """Another slate after each event that says something about taste."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._tracks = tracks[: KINDS * PER_KIND]
        self._turn = 0
        self.events: list[ActivityEvent] = []
        self.deliver = lambda _listener_id, _slate_json: None

    def publish(self, events: Sequence[ActivityEvent]) -> None:
        """Take events as Kafka would, and answer as the worker would."""
        self.events.extend(events)
        for event in events:
            if event.kind in ("skipped", "liked", "disliked"):
                self._turn += 1
                slate = self.slate(event.listener_id, caused_by=event)
                self.deliver(event.listener_id, msgspec.json.encode(slate))

    def slate(self, listener_id: ListenerId, caused_by: ActivityEvent | None = None) -> Slate:
        """Return the slate of this turn: half of its picks stay from one turn to the next."""
        first = self._turn * N_PICKS // 2
        gone = {event.track_id for event in self.events if event.kind == "disliked"}
        around = [self._tracks[(first + n) % len(self._tracks)] for n in range(3 * N_PICKS if self._tracks else 0)]
        picks = tuple(
            Pick(
                track_id=track.track_id,
                score=0.5,
                source="taste",
                reason=f"like “{self._tracks[0].title}”, which you finished",
                contributions={"taste": 0.6, "chance": 0.1, "skipped": -0.2},
            )
            for track in [each for each in around if each.track_id not in gone][:N_PICKS]
        )
        return Slate(
            slate_id=f"{listener_id[:8]}-{self._turn}",
            listener_id=listener_id,
            picks=picks,
            model_version="made-1",
            made_at=datetime.now(UTC),
            caused_by=str(caused_by.event_id) if caused_by else "",
            because=f"because you {caused_by.kind} something" if caused_by else "",
        )


def analyse(path: Path) -> Analysis:
    """Take sounds for sounds and everything else for bad."""
    sleep(0.2)
    if path.stat().st_size < 1000:
        raise BadAudio("not audio", "made-up")
    return Analysis(vector=made_vectors(KINDS, PER_KIND)[0], sound=SOUND, seconds=0.1)


def main(folder: Path, port: int, n_tracks: int) -> None:
    """Serve until the process is ended."""
    tracks = catalogue_tracks(folder, n_tracks)
    catalogue = build_catalogue(tracks, revision="1")
    engine = QuickEngine(tracks)
    with TemporaryDirectory(prefix="segue-page-index-") as index_folder:
        known = tracks[: min(n_tracks, KINDS * PER_KIND)]
        index = index_of(Path(index_folder), known, made_vectors(KINDS, PER_KIND)) if n_tracks else None
        app = create_app(
            Services(
                config=WebConfig(secret_key=b"a key for tests, long enough"),
                catalogue=lambda: catalogue,
                index=lambda: index,
                current_slate=engine.slate,
                publish=engine.publish,
                analyse_upload=analyse,
                read_cover=lambda _track: None,
                raw_vector=lambda _track_id: None,
                parts=lambda: (Part("made", True),),
            )
        )
        engine.deliver = app.live.namespace.deliver
        app.add_url_rule("/test/events", "events", lambda: json.dumps(msgspec.to_builtins(engine.events)))
        server = make_server(app, bound_socket("127.0.0.1", port))
        server.start()
        print("ready", flush=True)
        gevent.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
