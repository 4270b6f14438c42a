"""A web process for tests of the page: the real application on made-up services, with an engine that answers at once.

Run as `python -m tests.e2e.page_server FOLDER PORT N_TRACKS [accounts] [picks] [room]`; `/test/events` lists what the
page has sent. With `accounts`, Anna is an admin and logs in with `PASSWORD`. With `picks`, slates are the engine's own,
and the energy of each made-up track is its number on its album. With `room`, there is a map of the tracks, whose sounds
and tags differ.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import os  # noqa: E402
import shutil  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from datetime import UTC, datetime, timedelta  # noqa: E402
from pathlib import Path  # noqa: E402
from tempfile import TemporaryDirectory  # noqa: E402
from threading import Thread  # noqa: E402
from time import sleep  # noqa: E402

import gevent  # noqa: E402
import msgspec  # noqa: E402
from msgspec.structs import replace  # noqa: E402

from infra.web.transcoding_source import transcoding_source  # noqa: E402
from recommender.accounts.records import Account  # noqa: E402
from recommender.catalogue.corrections import picture_id  # noqa: E402
from recommender.catalogue.live import LiveCatalogue  # noqa: E402
from recommender.catalogue.snapshot import Catalogue  # noqa: E402
from recommender.clock import system_clock  # noqa: E402
from recommender.errors import BadAudio  # noqa: E402
from recommender.experiments.quality.counting import count_shown  # noqa: E402
from recommender.experiments.quality.records import PicksQuality  # noqa: E402
from recommender.listening.engine import Engine, EngineConfig  # noqa: E402
from recommender.prediction.library.moods import LibraryMoods, NoMoods  # noqa: E402
from recommender.prediction.mood.records import MoodName  # noqa: E402
from recommender.records import Analysis, ListenerId, Slate, SoundFacts, Track, TrackId  # noqa: E402
from tests.builders.audio import make_sound  # noqa: E402
from tests.builders.correction_services import MadeCorrections  # noqa: E402
from tests.builders.folders import MadeFolders  # noqa: E402
from tests.builders.history_imports import MadeImports  # noqa: E402
from tests.builders.index import index_of, made_tracks, made_vectors  # noqa: E402
from tests.builders.lab import empty_lab  # noqa: E402
from tests.builders.libraries import made_libraries  # noqa: E402
from tests.builders.moods import made_moods  # noqa: E402
from tests.builders.playlist_services import made_playlists  # noqa: E402
from tests.contracts.fakes.accounts import (  # noqa: E402
    FakeAccountStore,
    FakeInvitationStore,
    FakeSessionStore,
    FakeTokenStore,
)
from tests.contracts.fakes.arrangements import FakeArrangementStore  # noqa: E402
from tests.contracts.fakes.experiments import FakeShownEvents  # noqa: E402
from tests.contracts.fakes.favourites import FakeFavouriteStore  # noqa: E402
from tests.contracts.fakes.listening import FakePlayQueueStore  # noqa: E402
from tests.contracts.fakes.made_lists import FakeKeptLists  # noqa: E402
from tests.e2e.announced_playlists import AnnouncedPlaylists  # noqa: E402
from tests.e2e.quick_engine import QuickEngine  # noqa: E402
from tests.e2e.room import made_room  # noqa: E402
from webapp.accounts.services import AccountServices  # noqa: E402
from webapp.app import create_app  # noqa: E402
from webapp.services import Part, Picture, Services, WebConfig  # noqa: E402
from webapp.serving.server import bind_socket, make_server  # noqa: E402

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
PASSWORD = "a long password"
KINDS, PER_KIND = 4, 12
SOUND = SoundFacts(duration_s=6.0, loudness_lufs=-14.0, tempo_bpm=120.0, key=9, mode="minor")
ODD_TRACKS = (
    {"title": "A broken file", "url": "file:///nowhere/at/all.mp3"},
    {"title": "أغنية الليل الطويل", "artist": "فرقة الضوء", "album": "ليالي"},
    {"title": "A 🎷 and a 🪘 walk into a bar", "artist": "Ünïcödé 🌊"},
    {"title": "An extraordinarily long title that goes on and on " * 4, "artist": "A very long name of an artist " * 4},
    {"title": "A title without anything else", "artist": "", "album": "", "genres": ()},
    {"title": "A three hour track", "duration_s": 10_800.0},
    {"title": "An ending that lies", "url": "file:///replaced"},
)


def catalogue_tracks(folder: Path, n_tracks: int) -> list[Track]:
    """Tracks that share three real sounds, and odd ones; none at all when none are wanted."""
    if n_tracks == 0:
        return []
    sounds = [make_sound(folder / f"sound {n} ü.mp3", seconds=6.0, seed=n) for n in range(3)]
    urls = [sound.as_uri() for sound in sounds]
    known = made_tracks(KINDS, PER_KIND)
    more = made_tracks(-(-n_tracks // 100), 100)[len(known) : n_tracks]
    tracks = [
        replace(
            track,
            url=urls[n % 3],
            duration_s=6.0,
            sound=SOUND,
            track_number=n % PER_KIND + 1,
            licence="CC BY 4.0",
            added_at=NOW - timedelta(minutes=n),
        )
        for n, track in enumerate([*known, *(replace(t, track_id=TrackId(f"m-{t.track_id}")) for t in more)])
    ]
    odd = [replace(tracks[-1 - n], track_id=TrackId(f"odd-{n}"), **fields) for n, fields in enumerate(ODD_TRACKS)]
    odd[-1] = replace(odd[-1], url=unplayable_sound(folder / "lossless.mp3", like=sounds[0]).as_uri())
    return [*tracks, *odd]


def unplayable_sound(path: Path, *, like: Path) -> Path:
    """Make a file of a codec that no browser plays, under an ending that all play; the same sound without ffmpeg."""
    if shutil.which("ffmpeg") is None:
        return like
    made = path.with_suffix(".m4a")
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", like, "-c:a", "alac", made], check=True)
    return made.rename(path)


def analyse(path: Path) -> Analysis:
    """Take sounds for sounds and everything else for bad."""
    sleep(0.2)
    if path.stat().st_size < 1000:
        raise BadAudio("not audio", "made-up")
    return Analysis(vector=made_vectors(KINDS, PER_KIND)[0], sound=SOUND, seconds=0.1)


def moods_of(tracks: list[Track]) -> LibraryMoods:
    """Return moods of the tracks; the energy of each is its number on its album."""
    energy = {track.track_id: (track.track_number or 0) / PER_KIND for track in tracks}
    return made_moods(dict.fromkeys(energy, (0.25, 0.25, 0.25, 0.25)), energy)


def in_thread(work: Callable[[], None]) -> None:
    """Do the work beside what is asked meanwhile."""
    Thread(target=work, daemon=True).start()


def refuse_mood(_listener: ListenerId, _mood: MoodName) -> Slate:
    """Answer as a library does before its moods are built."""
    raise NoMoods


def picture_of(corrections: MadeCorrections, track: Track) -> Picture | None:
    """Return the picture that somebody gave the track."""
    content = corrections.pictures.get(picture_id(track.cover))
    return None if content is None else Picture(content)


def quality_of(engine: QuickEngine) -> PicksQuality:
    """Return what came of the picks that pages had in view; nothing was built."""
    events, now = FakeShownEvents(), system_clock()
    events.kept = engine.events
    return PicksQuality(counted_at=now, shown=count_shown(events, now=now), index=None, sessions=None)


def accounts_of_anna() -> AccountServices:
    """Accounts in dictionaries; hashes are the passwords themselves."""
    accounts = FakeAccountStore()
    accounts.add(
        Account(account_id=ListenerId("anna"), name="Anna", role="admin", made_at=NOW, password_hash=f"of {PASSWORD}")
    )
    return AccountServices(
        accounts=accounts,
        sessions=FakeSessionStore(),
        tokens=FakeTokenStore(),
        invitations=FakeInvitationStore(),
        hash_password=lambda password: f"of {password}",
        is_password=lambda password, known: known == f"of {password}",
        machine_user="machine",
        is_private=False,
    )


def main(folder: Path, port: int, n_tracks: int, *, has_accounts: bool, has_picks: bool, has_room: bool) -> None:
    """Serve until the process is ended."""
    folder.mkdir(parents=True, exist_ok=True)
    tracks = catalogue_tracks(folder, n_tracks)
    if has_room:
        tracks[: KINDS * PER_KIND] = made_room.described(tracks[: KINDS * PER_KIND])
    corrections = MadeCorrections()
    corrections.reset(tracks)
    corrections.tags.refused[TrackId("k00-t03")] = "it is a link"
    live_catalogue = LiveCatalogue(corrections.tracks)
    live_catalogue.refresh()

    def catalogue() -> Catalogue:
        live_catalogue.refresh()
        return live_catalogue.current()

    engine = QuickEngine(tracks[: KINDS * PER_KIND])
    playlists = AnnouncedPlaylists()
    with TemporaryDirectory(prefix="index-", dir=folder) as index_folder:  # what is left goes with the tests' folder
        known = tracks[: min(n_tracks, KINDS * PER_KIND)]
        index = index_of(Path(index_folder), known, made_vectors(KINDS, PER_KIND)) if n_tracks else None
        moods = moods_of(known) if has_picks else None
        track_map = made_room.map_of(known) if has_room else None
        radio = Engine(lambda: index, dict, EngineConfig(), lambda: moods)
        engine.chooses = radio if has_picks else None
        app = create_app(
            Services(
                config=WebConfig(
                    secret_key=b"a key for tests, long enough", ffmpeg=shutil.which("ffmpeg"), command="/opt/here/segue"
                ),
                libraries=made_libraries(catalogue),
                catalogue=catalogue,
                index=lambda: index,
                track_map=lambda: track_map,
                current_slate=engine.slate,
                taste=engine.taste,
                publish=engine.publish,
                analyse_upload=analyse,
                transcoding_source=transcoding_source,
                read_cover=lambda track: picture_of(corrections, track),
                raw_vector=lambda _track_id: None,
                parts=lambda: (Part("made", True),),
                mood_slate=refuse_mood,
                play_queues=FakePlayQueueStore(),
                arrangements=FakeArrangementStore(),
                plays=engine.plays,
                favourites=FakeFavouriteStore(),
                radio_slate=lambda listener_id, wish: radio.slate(
                    engine.taste(listener_id), made_at=datetime.now(UTC), wish=wish
                ),
                lab=empty_lab(folder / "artifacts", library_moods=lambda: moods),
                accounts=accounts_of_anna() if has_accounts else None,
                playlists=made_playlists(playlists),
                kept_lists=FakeKeptLists(),
                history_imports=MadeImports(
                    folder / "histories", system_clock, engine.plays, lambda: tracks, engine.publish, run=in_thread
                ),
                folders=MadeFolders(NOW).services(),
                corrections=corrections.services(),
                picks_quality=lambda: quality_of(engine),
            )
        )
        playlists.announce = app.live.namespace.announce_playlist
        engine.deliver = app.live.namespace.deliver
        app.gate.add("/test/events", "events", lambda: json.dumps(msgspec.to_builtins(engine.events)), access="open")
        server = make_server(app, bind_socket("127.0.0.1", port))
        server.start()
        print("ready", flush=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads on: a full pipe would stop the server
        gevent.wait()


def serve(arguments: Sequence[str]) -> None:
    """Serve until the process is ended, as the command line says."""
    folder, port, n_tracks, *kind = arguments
    has = {f"has_{name}": name in kind for name in ("accounts", "picks", "room")}
    main(Path(folder), int(port), int(n_tracks), **has)


if __name__ == "__main__":
    serve(sys.argv[1:])
