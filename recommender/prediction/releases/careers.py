"""A table of releases as careers: one row an artist, one column a year, zeros included."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.releases.credits import artist_key, leading_artists
from recommender.prediction.releases.records import Release, ReleaseTable
from recommender.prediction.song_names import song_title


@dataclass(frozen=True, eq=False)
class Careers:
    """Counts of complete years only; an artist who vanished keeps a row of zeros."""

    names: tuple[str, ...]
    """The most frequent spelling of each artist, in order of the keys."""
    keys: tuple[str, ...]
    """`artist_key` of each, sorted."""
    first_year: int
    """The year of column 0."""
    counts: np.ndarray
    """uint16 [n_artists, n_years]."""
    debut: np.ndarray
    """int32 [n_artists]: column of the first release; beyond the last column for who came after the complete years."""
    release_is: str

    @property
    def n_years(self) -> int:
        """How many complete years there are."""
        return int(self.counts.shape[1])

    @property
    def last_year(self) -> int:
        """The last complete year."""
        return self.first_year + self.n_years - 1

    def known_by(self, origin: int) -> np.ndarray:
        """Return the rows of the artists with a release in column `origin` or before."""
        return np.flatnonzero(self.debut <= origin)


def careers_of(table: ReleaseTable) -> Careers:
    """Count distinct releases by artist and year; raises `BadInput` when there is nothing to count."""
    leaders = leading_artists(release.artist for release in table.releases)
    counted = _count(table.releases, leaders)
    if not counted:
        raise BadInput("the table has no release of a named artist; give columns artist, year (or date) and title")
    spellings: dict[str, Counter[str]] = {}
    for release in table.releases:
        if release.artist in leaders:
            name = leaders[release.artist]
            spellings.setdefault(artist_key(name), Counter())[name] += 1
    keys = tuple(sorted(spellings))
    first_year = min(year for _, year in counted)
    if first_year > table.last_complete_year:
        raise BadInput(f"no year of the table is complete: it begins in {first_year}")
    return _grid(counted, keys, spellings, first_year, table)


def _count(releases: tuple[Release, ...], leaders: dict[str, str]) -> Counter[tuple[str, int]]:
    keys = {credit: artist_key(name) for credit, name in leaders.items()}
    titles = {title: song_title(title) for title in {release.title for release in releases} if title}
    earliest: dict[tuple[str, str], int] = {}
    counted: Counter[tuple[str, int]] = Counter()
    for release in releases:
        key = keys.get(release.artist)
        if key is None:
            continue
        if not release.title:
            counted[key, release.year] += release.n
            continue
        title_by_artist = key, titles[release.title]
        earliest[title_by_artist] = min(release.year, earliest.get(title_by_artist, release.year))
    for (key, _), year in earliest.items():
        counted[key, year] += 1
    return counted


def _grid(
    counted: Counter[tuple[str, int]],
    keys: tuple[str, ...],
    spellings: dict[str, Counter[str]],
    first_year: int,
    table: ReleaseTable,
) -> Careers:
    n_years = table.last_complete_year - first_year + 1
    counts = np.zeros((len(keys), n_years), np.uint16)
    debut = np.full(len(keys), np.iinfo(np.int32).max, np.int32)
    rows = {key: row for row, key in enumerate(keys)}
    for (key, year), n in counted.items():
        row, column = rows[key], year - first_year
        if n and column < debut[row]:
            debut[row] = column
        if column < n_years:
            counts[row, column] = min(n, 65_535)
    kept = np.flatnonzero(debut < np.iinfo(np.int32).max)
    return Careers(
        names=tuple(min(spellings[keys[row]].items(), key=lambda item: (-item[1], item[0]))[0] for row in kept),
        keys=tuple(keys[row] for row in kept),
        first_year=first_year,
        counts=counts[kept],
        debut=debut[kept],
        release_is=table.release_is,
    )
