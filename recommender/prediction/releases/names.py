"""Finds an artist by what somebody typed."""

from rapidfuzz import fuzz, process

from recommender.errors import NotFound
from recommender.prediction.releases.credits import artist_key, without_guests

_NEAR = 5
_NEAR_ENOUGH = 60.0


class ArtistNames:
    """The artists of one version, by name."""

    def __init__(self, names: tuple[str, ...], keys: tuple[str, ...]) -> None:
        """`names` as they are shown, `keys` by `artist_key`, in the same order."""
        self.names = names
        self._keys = keys
        self._bare = [_bare(key) for key in keys]
        self._rows = {key: row for row, key in enumerate(keys)}

    def row(self, asked: str) -> int:
        """Return the artist's row; raises `NotFound` with the nearest names."""
        for name in (asked, without_guests(asked)):
            row = self._rows.get(artist_key(name))
            if row is not None:
                return row
        near = self.near(asked)
        hint = f"the nearest names: {', '.join(near)}" if near else "no name is near it"
        raise NotFound(f"artist {asked!r} has no release in the data; {hint}")

    def near(self, asked: str) -> list[str]:
        """Return the names most like what was asked, the likest first."""
        return [self.names[row] for row in self._like(artist_key(asked), _NEAR)]

    def suggested(self, typed: str, *, limit: int) -> list[int]:
        """Return the rows of names that begin with what was typed, then those with such a word, then those like it."""
        key = artist_key(typed)
        if not key:
            return []
        begin = [row for row, each in enumerate(self._keys) if each.startswith(key)]
        inside = [row for row, each in enumerate(self._keys) if f" {key}" in each]
        found = list(dict.fromkeys(begin + inside))[:limit]
        return found or self._like(key, limit)

    def _like(self, key: str, limit: int) -> list[int]:
        found = process.extract(_bare(key), self._bare, scorer=fuzz.ratio, limit=limit, score_cutoff=_NEAR_ENOUGH)
        return [row for _, _, row in found]


def _bare(key: str) -> str:
    """Return a key without its article: `beetles` is nearer to `the beatles` then."""
    return key.removeprefix("the ")
