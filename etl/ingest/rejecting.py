"""How a file that is no music is kept aside: with its reason, and what to do about it."""

from hashlib import blake2b

from etl.ingest.ledger import KnownFile
from etl.locations import file_path, readable_name
from etl.readers.listing import FoundFile, NotAFile
from etl.tags.tags import MAX_TEXT_LENGTH, clean_text
from recommender.records import Track, TrackId

ADVICE = {
    "not audio": "no decoder here finds sound in it; give it its right suffix, or leave it out",
    "truncated": "copy or download it again; the end is missing",
    "empty": "copy or download it again; it holds no sound",
    "silent": "nothing to hear; leave it out",
    "too short": "less than a second; leave it out",
    "unreadable": "the file is damaged; copy or encode it again",
    "permission denied": "make it readable for you (chmod +r)",
    "is a directory": "rename the folder; its name ends like a sound file's",
    "not a regular file": "a pipe, socket or device; remove it",
    "symlink loop": "remove the link",
    "broken link": "remove the link, or mount what it points to",
    "missing": "it vanished while being read; run the same again",
    "no decoder": "install ffmpeg, then run with --reanalyse",
    "crashed the decoder": "encode it again; if it is sound, report it with the file",
    "too long to analyse": "split it, or try again with --reanalyse when the machine has less to do",
    "too large": "split it, or use a machine with more memory",
}
"""What to do, by reason."""


def rejected_id(url: str) -> TrackId:
    """Return the id of a rejected file: by its URL, because it has no sound to be known by."""
    return TrackId("x" + blake2b(url.encode(), digest_size=15).hexdigest())


def rejected_track(url: str, reason: str, detail: str = "") -> Track:
    """Return the catalogue's entry of a file that was kept aside."""
    name = readable_name(file_path(url).name)
    description = clean_text(f"{reason}: {detail}" if detail else reason)[:MAX_TEXT_LENGTH]
    return Track(
        track_id=rejected_id(url), title=clean_text(name) or "unnamed", url=url, status="rejected", reason=description
    )


def known_as_rejected(file: FoundFile | NotAFile, track_id: TrackId) -> KnownFile:
    """Return the record that makes the next run leave the file alone until it changes."""
    stamp = file if isinstance(file, FoundFile) else FoundFile(url=file.url, size=0, mtime_ns=0)
    return KnownFile(
        url=file.url,
        size=stamp.size,
        mtime_ns=stamp.mtime_ns,
        ctime_ns=stamp.ctime_ns,
        track_id=track_id,
        state="rejected",
    )


def advice(reason: str) -> str:
    """Return what to do about a `Track.reason`."""
    return ADVICE.get(reason.partition(":")[0], "look at the file")
