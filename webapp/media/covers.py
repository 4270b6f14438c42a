"""A picture for every track: the one that came with it, else one drawn from its sound."""

from hashlib import blake2b

from flask import Response, request

from recommender.catalogue.snapshot import Catalogue
from recommender.errors import UnknownTrack
from recommender.records import Track, TrackId
from webapp.accounts.gate import Gate
from webapp.api.shelf import COVER_VERSION
from webapp.media.generated_cover import Look, draw_cover
from webapp.services import Services

_FOR_EVER = "public, max-age=31536000, immutable"
_OWN_FOR_EVER = "private, max-age=31536000, immutable"
"""Where something is hidden from somebody, no cache between may keep it for others."""
_ASK_AGAIN = "private, no-cache"
_OWN = "private, max-age=3600"
_MAX_PICTURE_BYTES = 20_000_000


def picture_type(data: bytes) -> str | None:
    """Return the media type of a picture by its first bytes; None for anything else, SVG and HTML included."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return "image/bmp" if data.startswith(b"BM") else None


class Covers:
    """The route /covers/<track_id>."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def send(self, track_id: str) -> Response:
        """Answer with the track's own picture, else a drawn one; browsers may keep it, by its `v`."""
        catalogue = self._services.catalogue()
        track = catalogue.track(track_id)
        if track is None:
            raise UnknownTrack(track_id[:64])
        own = self._read_own(track)
        if own is not None:
            data, media_type = own
            answer = Response(data, content_type=media_type)
            answer.headers["Cache-Control"] = _OWN
            answer.set_etag(blake2b(data, digest_size=12).hexdigest())
        else:
            answer = self._draw(catalogue, track)
        return answer.make_conditional(request)  # type: ignore[return-value]

    def _read_own(self, track: Track) -> tuple[bytes, str] | None:
        if not track.cover:
            return None
        picture = self._services.read_cover(track)
        if picture is None or len(picture.data) > _MAX_PICTURE_BYTES:
            return None
        media_type = picture_type(picture.data)
        return None if media_type is None else (picture.data, media_type)

    def _draw(self, catalogue: Catalogue, track: Track) -> Response:
        album_id = catalogue.album_ids[catalogue.positions[track.track_id]]
        vector = self._services.raw_vector(track.track_id)
        first = self._first_of_album(catalogue, album_id)
        family = vector if first in (None, track.track_id) else self._services.raw_vector(TrackId(str(first)))
        look = Look.of(
            vector=vector,
            family_vector=family,
            family=album_id or track.track_id,
            track_id=track.track_id,
            loudness_lufs=track.sound.loudness_lufs if track.sound else None,
        )
        svg = draw_cover(look).encode()
        answer = Response(svg, content_type="image/svg+xml")
        settled = vector is not None and "v" in request.args
        for_ever = _OWN_FOR_EVER if self._services.libraries.visibility().is_restricted else _FOR_EVER
        answer.headers["Cache-Control"] = for_ever if settled else _ASK_AGAIN
        answer.set_etag(f"{COVER_VERSION}-{blake2b(svg, digest_size=9).hexdigest()}")
        return answer

    @staticmethod
    def _first_of_album(catalogue: Catalogue, album_id: str) -> str | None:
        album = catalogue.albums_by_id.get(album_id)
        return None if album is None else catalogue.tracks[int(album.positions[0])].track_id


def register_covers(gate: Gate, covers: Covers) -> None:
    """Add the route."""
    gate.add("/covers/<track_id>", "cover", covers.send, access="play")
