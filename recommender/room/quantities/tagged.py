"""Quantities that the tags tell."""

from collections import Counter

import numpy as np

from recommender.catalogue.names import fold
from recommender.room.quantities.quantity import Need, Quantity
from recommender.room.quantities.sources import Sources
from recommender.room.quantities.values import Categories, Numbers

MAX_GENRES = 11
"""Genres with a colour of their own; more cannot be told apart."""
OTHER = "other"
_PERCENT = 100.0
_INGEST = "segue ingest PATH"
"""Reads the tags; where they say nothing, they can be corrected in the player."""
_GENRES = Need(lambda library: bool(library.seen.catalogue.genres), _INGEST)
_DATES = Need(lambda library: any(track.released_on for track in library.seen.tracks), _INGEST)
_ARTISTS = Need(lambda library: bool(library.seen.catalogue.artists), _INGEST)


def _years(sources: Sources) -> Numbers:
    years = (track.released_on.year if track.released_on else np.nan for track in sources.seen.tracks)
    return Numbers(np.fromiter(years, np.float32, len(sources.seen)))


def _genres(sources: Sources) -> Categories:
    """Return the first genre of each track: the largest ones by name, the others as one."""
    first = [next((name for name in track.genres if name.strip()), "") for track in sources.seen.tracks]
    keys = {name: fold(name) for name in set(first)}
    counts = Counter(keys[name] for name in first if name)
    largest = [key for key, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MAX_GENRES]]
    places = {key: place for place, key in enumerate(largest)}
    known = sources.seen.catalogue.genres_by_name
    names = tuple(known[key].name for key in largest)
    has_others = len(counts) > len(largest)
    codes = (places.get(keys[name], len(largest)) if name else -1 for name in first)
    return Categories((*names, OTHER) if has_others else names, np.fromiter(codes, np.int16, len(first)))


def _artist_shares(sources: Sources) -> Numbers:
    """Return the share of the library that is by each track's artist, percent."""
    catalogue = sources.seen.catalogue
    counts = Counter(artist_id for artist_id in catalogue.artist_ids if artist_id)
    shares = (
        _PERCENT * counts[artist_id] / len(catalogue) if (artist_id := catalogue.artist_ids[place]) else np.nan
        for place in sources.seen.catalogue_rows.tolist()
    )
    return Numbers(np.fromiter(shares, np.float32, len(sources.seen)))


TAGGED: tuple[Quantity, ...] = (
    Quantity(name="genre", origin="tags", scale="categories", read=_genres, needs=(_GENRES,)),
    Quantity(name="year", origin="tags", scale="linear", read=_years, needs=(_DATES,)),
    Quantity(name="artist_share", origin="tags", scale="log", unit="%", read=_artist_shares, needs=(_ARTISTS,)),
)
