"""What somebody means who types the name of something at a keyboard."""

from recommender.catalogue.snapshot import Catalogue
from recommender.errors import NotFound
from recommender.playlists.generated.anchors import KINDS, Anchor, AnchorKind, parse_anchors


def find_anchor(catalogue: Catalogue, text: str) -> Anchor:
    """Return what `text` names: `artist:`, `album:`, `genre:` or `mood:` and a name, else a track by id or by name.

    Names are searched for as on the search page, the best find counts; raises `NotFound` for what there is not.
    """
    kind, colon, name = text.partition(":")
    known: dict[str, AnchorKind] = {each: each for each in KINDS}
    if not (colon and kind in known):
        return _find_track(catalogue, text)
    if kind == "track":
        return _find_track(catalogue, name)
    if kind == "mood":
        return parse_anchors(text.lower())[0]
    return _find_group(catalogue, known[kind], name)


def _find_track(catalogue: Catalogue, words: str) -> Anchor:
    if catalogue.track(words) is not None:
        return Anchor("track", words)
    for position in catalogue.track_search.find(words, 1):
        return Anchor("track", catalogue.tracks[position].track_id)
    raise NotFound(f"no track is called {words!r}; give its id, or other words")


def _find_group(catalogue: Catalogue, kind: AnchorKind, words: str) -> Anchor:
    if kind == "genre" and (genre := catalogue.genre(words)) is not None:
        return Anchor(kind, genre.name)
    if kind == "artist":
        for position in catalogue.artist_search.find(words, 1):
            return Anchor(kind, catalogue.artists[position].artist_id)
    if kind == "album":
        for position in catalogue.album_search.find(words, 1):
            return Anchor(kind, catalogue.albums[position].album_id)
    raise NotFound(f"no {kind} is called {words!r}; give other words")
