import pytest

from etl.ingest.emptied import FolderEmptied, require_music_left
from etl.ingest.ledger import KnownFile
from etl.readers.listing import FoundFile, Listing
from recommender.records import TrackId

ROOT = "file:///mnt/music/"


def known(*names: str, state: str = "present", root: str = ROOT) -> dict[str, KnownFile]:
    files = (
        KnownFile(url=root + name, size=1, mtime_ns=1, track_id=TrackId(name), state=state)  # type: ignore[arg-type]
        for name in names
    )
    return {file.url: file for file in files}


def test_a_folder_that_was_full_and_is_empty_is_refused_with_what_to_do() -> None:
    with pytest.raises(FolderEmptied, match=r"no music in /mnt/music: all 2 files .* mounted\? .*--allow-empty"):
        require_music_left(Listing(files=(), root=ROOT), known("a.mp3", "b.mp3"))
    with pytest.raises(FolderEmptied, match="the one file"):
        require_music_left(Listing(files=(), root=ROOT), known("a.mp3"))


def test_a_folder_in_which_anything_is_left_or_never_was_anything_is_scanned() -> None:
    one = FoundFile(url=f"{ROOT}a.mp3", size=1, mtime_ns=1)
    require_music_left(Listing(files=(one,), root=ROOT), known("a.mp3", "b.mp3"))
    require_music_left(Listing(files=(), root=ROOT), {})
    require_music_left(Listing(files=(), root=ROOT), known("a.mp3", state="missing"))
    require_music_left(Listing(files=(), root=ROOT), known("a.mp3", root="file:///elsewhere/"))
    require_music_left(Listing(files=()), known("a.mp3"))
