"""What a file is that is taken for a listening history and is none, in words that say what to give instead."""

import re

from etl.histories.json_entries import first_objects

_WHOLE_START = 4096
_KNOWN = (
    (rb"\s*\[\s*\]\s*\Z", "an empty list"),
    (rb"%PDF", "a PDF"),
    (rb"SQLite format 3", "a database; export the plays as CSV or JSON"),
    (rb"(?s)\s*<.*<plist", "an iTunes library, which tells how often a song was played but not when"),
    (rb"\s*<", "a web page or XML; ask for the JSON or CSV export"),
    (rb"(?i)(?s).*\btrack description\b", 'Apple\'s list by day; give "Apple Music Play Activity.csv"'),
    (rb'(?s).*"lovedtracks"', "Last.fm's loved tracks, which are no plays; give the scrobbles"),
    (rb'(?s).*"playcount"', "a list of how often songs were played; give the plays, each with its time"),
    (rb'(?s)\s*\{\s*"playlists"', "Spotify's playlists; give its StreamingHistory files"),
    (rb'(?s).*"(searchQuery|inferences|followingUsersCount|spotifyUserId|creationTime)"', "another part of Spotify's "
     "export; give its StreamingHistory files"),
)  # fmt: skip


def what_else(content: bytes) -> str:
    """Return what the content is, as far as its beginning tells."""
    start = content[:_WHOLE_START]
    for pattern, kind in _KNOWN:
        if re.match(pattern, start):
            return f"it is {kind}"
    if content.lstrip()[:1] in (b"[", b"{"):
        if next(first_objects(content), None) is None:
            return "it is JSON that breaks off or is damaged before its first row is whole; copy or export it again"
        return "it is JSON, but its rows have no title, artist and time under names that are known"
    if b"\0" in start:
        return "it is no text"
    first = content.lstrip().partition(b"\n")[0][:100].decode("utf-8", "replace").strip()
    return f"no row has title, artist and time; it begins with {first!r}"
