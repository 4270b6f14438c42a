"""Which tracks are one album: title and album artist, and what tells albums apart that share both."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from recommender.catalogue.credits import Credits
from recommender.catalogue.former_ids import former_album_id
from recommender.catalogue.names import VARIOUS_ARTISTS, album_id_of, artist_key, name_key
from recommender.records import Track

_DISC_FOLDER = re.compile(r"(?:cd|dis[ck]|vinyl|lp|side|part|vol(?:ume)?)(?:%20|[ _.#-])*\w{1,3}", re.IGNORECASE)
Key = TypeVar("Key")
UNDATED = 9999
"""Sorts what has no year last."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The tracks of one album."""

    album_id: str
    other_ids: tuple[str, ...]
    """Under which links may know it too: without its edition, or as ids were made before."""
    artist: str
    """The album artist, `Various Artists`, or the main artist of its tracks."""
    members: tuple[int, ...]
    """Positions of its tracks, ascending."""
    year: int | None
    """The earliest of its tracks."""


def group_albums(tracks: Sequence[Track], credited: Sequence[Credits]) -> list[Grouping]:
    """Group tracks into albums, the earlier ones first among those of one name; untitled ones are in none.

    Tracks belong together by title and album artist; where that is missing, by the compilation flag or the
    MusicBrainz release they share, else by their main artist. Among those of one name, MusicBrainz ids tell
    albums apart; so do years, where folders differ or a track number is there twice.
    """
    artists = _album_artists(tracks, credited)
    titles = {title: name_key(title) for title in {track.album for track in tracks}}
    keys = {artist: artist_key(artist) for artist in set(artists)}
    named: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, (track, artist) in enumerate(zip(tracks, artists, strict=True)):
        if titles[track.album]:
            named[titles[track.album], keys[artist]].append(position)
    return [
        grouping
        for (title, artist), members in named.items()
        for grouping in _albums_of_a_name(tracks, members, title, artist, shown=artists[members[0]])
    ]


def _albums_of_a_name(
    tracks: Sequence[Track], members: list[int], title: str, artist: str, *, shown: str
) -> list[Grouping]:
    editions = _editions(tracks, members, by_many=artist == artist_key(VARIOUS_ARTISTS))
    editions.sort(key=lambda edition: (_year(tracks, edition) or UNDATED, edition[0]))
    plain = album_id_of(title, artist)
    groupings = []
    for some in editions:
        year = _year(tracks, some)
        release = next(filter(None, (tracks[i].musicbrainz_album_id for i in some)), "")
        own = [album_id_of(title, artist, edition) for edition in (release, str(year or "")) if edition]
        ids = [plain, *own] if len(editions) == 1 else [*own, plain]
        names = {(tracks[i].album, tracks[i].album_artist or tracks[i].artist) for i in some}
        former = [former_album_id(*name) for name in names]
        groupings.append(Grouping(ids[0], (*ids[1:], *sorted(former)), shown, tuple(sorted(some)), year))
    return groupings


def _album_artists(tracks: Sequence[Track], credited: Sequence[Credits]) -> list[str]:
    """Return the album artist of each track, worked out where there is no tag."""
    mains = [names[0] if names else "" for names in credited]
    artists = [track.album_artist.strip() or main for track, main in zip(tracks, mains, strict=True)]
    releases: dict[str, list[int]] = defaultdict(list)
    flagged: dict[str, list[int]] = defaultdict(list)
    for i, track in enumerate(tracks):
        if track.musicbrainz_album_id:
            releases[track.musicbrainz_album_id].append(i)
        elif track.is_compilation and not track.album_artist.strip():
            flagged[name_key(track.album)].append(i)
    for members in releases.values():
        tagged = next((tracks[i].album_artist for i in members if tracks[i].album_artist.strip()), "")
        by_many = len({artist_key(mains[i]) for i in members}) > 1
        for i in members:
            artists[i] = tracks[i].album_artist.strip() or tagged or (VARIOUS_ARTISTS if by_many else mains[i])
    for members in flagged.values():
        for i in _by_many(tracks, mains, members):
            artists[i] = VARIOUS_ARTISTS
    return artists


def _by_many(tracks: Sequence[Track], mains: Sequence[str], members: list[int]) -> Iterable[int]:
    """Return the tracks, of compilations of one title, that are by many artists; a best-of is by one."""
    if not _is_twice(tracks, members, [artist_key(mains[i]) for i in members]):
        return members if len({artist_key(mains[i]) for i in members}) > 1 else ()
    folders = _group(members, [_folder(tracks[i]) for i in members]).values()
    return [i for some in folders if len({artist_key(mains[i]) for i in some}) > 1 for i in some]


def _editions(tracks: Sequence[Track], members: list[int], *, by_many: bool) -> list[list[int]]:
    releases = _group(members, [tracks[i].musicbrainz_album_id for i in members])
    rest = releases.pop("", [])
    if not rest or (not releases and len({_year_of(tracks[i]) for i in rest}) < 2):
        return [*releases.values(), *([rest] if rest else [])]
    dated: dict[int | None, list[int]] = defaultdict(list)
    for year, some in _split_by_year(tracks, rest, by_many=by_many):
        home = _release_of(tracks, some, year, releases)
        (releases[home] if home else dated[year]).extend(some)
    others = [*releases.values(), *(some for year, some in dated.items() if year is not None)]
    undated = dated.get(None, [])
    if undated and len(others) == 1:
        others[0].extend(undated)
        return others
    return [*others, undated] if undated else others


def _split_by_year(
    tracks: Sequence[Track], members: list[int], *, by_many: bool
) -> Iterable[tuple[int | None, list[int]]]:
    """Yield tracks that are surely of one album, and its year; None where there is none or several."""
    if by_many and not _is_twice(tracks, members, members):
        yield None, members
        return
    for some in _group(members, [_folder(tracks[i]) for i in members]).values():
        years = [_year_of(tracks[i]) for i in some]
        if by_many:
            yield _year(tracks, some), some
        elif _is_twice(tracks, some, years):
            yield from _group(some, years).items()
        else:
            yield years[0] if len(set(years)) == 1 else None, some


def _release_of(tracks: Sequence[Track], some: list[int], year: int | None, releases: dict[str, list[int]]) -> str:
    """Return the MusicBrainz release that tracks without its id belong to: of their year, or in their folder."""
    folders = {_folder(tracks[i]) for i in some}
    near = [release for release, members in releases.items() if any(_folder(tracks[i]) in folders for i in members)]
    if len(near) == 1 and not _is_twice(tracks, both := [*some, *releases[near[0]]], both):
        return near[0]
    same = [release for release, members in releases.items() if year and _year(tracks, members) == year]
    return same[0] if len(same) == 1 else ""


def _is_twice(tracks: Sequence[Track], members: list[int], marks: Sequence[object]) -> bool:
    """Return whether tracks with different marks share a disc and track number."""
    seen: dict[tuple[int, int], object] = {}
    return any(
        seen.setdefault((tracks[i].disc_number or 1, number), mark) != mark
        for i, mark in zip(members, marks, strict=True)
        if (number := tracks[i].track_number)
    )


def _group(members: Iterable[int], keys: Iterable[Key]) -> dict[Key, list[int]]:
    groups: dict[Key, list[int]] = defaultdict(list)
    for position, key in zip(members, keys, strict=True):
        groups[key].append(position)
    return groups


def _folder(track: Track) -> str:
    """Return the URL of the album's folder: the one above `CD 2`."""
    folder = track.url.rpartition("/")[0]
    above, _, name = folder.rpartition("/")
    return above if _DISC_FOLDER.fullmatch(name) else folder


def _year_of(track: Track) -> int | None:
    return track.released_on.year if track.released_on else None


def _year(tracks: Sequence[Track], members: Iterable[int]) -> int | None:
    return min((year for i in members if (year := _year_of(tracks[i]))), default=None)
