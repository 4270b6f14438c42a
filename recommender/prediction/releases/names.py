"""Finds an artist by what somebody typed."""

from collections.abc import Container, Sequence

from rapidfuzz import fuzz, process

from recommender.errors import NotFound
from recommender.prediction.releases.credits import artist_key, without_guests

_NEAR = 5
_NEAR_ENOUGH = 60.0


class ArtistNames:
    """The artists of one version, by name."""

    def __init__(self, names: tuple[str, ...], keys: tuple[str, ...], rows: Sequence[int] | None = None) -> None:
        """`names` as they are shown, `keys` by `artist_key`, in the same order; `rows` of only some of a version."""
        self.names = names
        self._row_of = range(len(names)) if rows is None else rows
        self._keys = keys
        self._bare = [_bare(key) for key in keys]
        self._rows = {key: row for row, key in enumerate(keys)}

    def row(self, asked: str) -> int:
        """Return the artist's row; raises `NotFound` with the nearest names."""
        for name in (asked, without_guests(asked)):
            row = self._rows.get(artist_key(name))
            if row is not None:
                return self._row_of[row]
        near = self.near(asked)
        hint = f"the nearest names: {', '.join(near)}" if near else "no name is near it"
        raise NotFound(f"artist {asked!r} has no release in the data; {hint}")

    def without(self, hidden: Container[str]) -> "ArtistNames":
        """Return those whose keys are not among these; their rows stay what they were."""
        kept = [number for number, key in enumerate(self._keys) if key not in hidden]
        names, keys = tuple(self.names[each] for each in kept), tuple(self._keys[each] for each in kept)
        return ArtistNames(names, keys, [self._row_of[each] for each in kept])

    def near(self, asked: str) -> list[str]:
        """Return the names most like what was asked, the likest first."""
        return [self.names[row] for row in self._like(artist_key(asked), _NEAR)]

    def suggested(self, typed: str, *, limit: int) -> list[int]:
        """Return the rows of names that begin with what was typed, then those with such a word, then those like it."""
        key = artist_key(typed)
        if not key:
            return []
        begin = [row for row, name in enumerate(self._keys) if name.startswith(key)]
        inside = [row for row, name in enumerate(self._keys) if f" {key}" in name]
        rows = list(dict.fromkeys(begin + inside))[:limit]
        return [self._row_of[row] for row in rows or self._like(key, limit)]

    def _like(self, key: str, limit: int) -> list[int]:
        matches = process.extract(_bare(key), self._bare, scorer=fuzz.ratio, limit=limit, score_cutoff=_NEAR_ENOUGH)
        return [row for _, _, row in matches]


def _bare(key: str) -> str:
    """Return a key without its article: `beetles` is nearer to `the beatles` then."""
    return key.removeprefix("the ")
