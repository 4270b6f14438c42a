"""The releases that a music library knows of: its albums, and its tracks without one, by date."""

from collections.abc import Iterable

from recommender.errors import BadInput
from recommender.prediction.releases.complete_years import last_complete_year
from recommender.prediction.releases.records import Release, ReleaseTable
from recommender.records import Track

RELEASE_IS = "an album, or a track without one, of this library, in the year of its earliest date"


def releases_of(tracks: Iterable[Track], *, this_year: int) -> ReleaseTable:
    """Return the dated albums and single tracks; raises `BadInput` when there is none.

    An album belongs to its album artist, else to the track's. The library seldom holds everything an artist made:
    what is counted is what the library has.
    """
    releases, n_undated, n_tracks = [], 0, 0
    for track in tracks:
        if track.status == "rejected":
            continue
        n_tracks += 1
        artist = track.album_artist.strip() or track.artist.strip()
        if track.released_on is None or not artist or track.released_on.year > this_year:
            n_undated += 1
            continue
        title = track.album.strip() or track.title.strip()
        when = track.released_on
        releases.append(Release(artist=artist, year=when.year, month=when.month, title=title))
    if not releases:
        raise BadInput(
            f"none of the library's {n_tracks:,} tracks has an artist and a release date; "
            "give a table: `segue train releases FILE`"
        )
    return ReleaseTable(
        releases=tuple(releases),
        release_is=RELEASE_IS,
        last_complete_year=last_complete_year(releases, this_year=this_year),
        notes=(f"{n_undated:,} of {n_tracks:,} tracks have no artist or no release date",) if n_undated else (),
    )
