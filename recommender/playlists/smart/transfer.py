"""Smart playlists of Navidrome's files (`.nsp`)."""

from datetime import datetime
from pathlib import PurePosixPath

from recommender.playlists.records import MAX_NAME, PlaylistId
from recommender.playlists.smart.navidrome import read_nsp
from recommender.playlists.smart.records import SmartPlaylist
from recommender.playlists.transfer import UNNAMED
from recommender.playlists.written import one_line
from recommender.records import ListenerId

NSP = "nsp"
"""The ending of such a file's name."""


def smart_playlist_of(
    content: bytes, *, playlist_id: PlaylistId, owner: ListenerId, file_name: str, time_zone: str, now: datetime
) -> SmartPlaylist:
    """Return the smart playlist that a file makes; days begin in `time_zone`, which the file does not say.

    Raises as `read_nsp` does.
    """
    read = read_nsp(content, time_zone=time_zone)
    return SmartPlaylist(
        playlist_id=playlist_id,
        owner=owner,
        name=read.name or one_line(PurePosixPath(file_name.replace("\\", "/")).stem)[:MAX_NAME] or UNNAMED,
        description=read.description,
        visibility="public" if read.is_public else "private",
        definition=read.definition,
        made_at=now,
        changed_at=now,
    )
