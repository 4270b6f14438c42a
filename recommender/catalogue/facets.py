"""Parts of the library beside albums, artists and genres: by decade, contributor, label and folder."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal
from urllib.parse import unquote, urlsplit

import numpy as np

from recommender.catalogue.contributors import CONTRIBUTOR_KINDS, ContributorKind, contributors
from recommender.catalogue.names import fold, short_id
from recommender.records import Track

FacetKind = Literal["decade", ContributorKind, "folder"]
_TAIL = 2
"""Folders named where the library has no folder in common: the whole path is nobody's business."""


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """The tracks that share a decade, a composer, a writer, a producer, a label or a folder."""

    key: str
    """Names it in addresses; of a folder it tells nothing about the path."""
    name: str
    """Empty for the folder that holds all others."""
    positions: np.ndarray
    """int32 [n_tracks], ascending."""


def group_facets(tracks: Sequence[Track]) -> dict[FacetKind, tuple[Facet, ...]]:
    """Return the parts of each kind, decades by time and the others by name; tracks that do not say are in none.

    A track of two composers is in both parts.
    """
    folders = [_folder(track.url) for track in tracks]
    shared = _common(folder for folder in folders if folder)
    return {
        "decade": _group(([_decade(track)] for track in tracks), key=str),
        **{kind: _group((contributors(track, kind) for track in tracks), key=fold) for kind in CONTRIBUTOR_KINDS},
        "folder": _group(
            ([folder] for folder in folders),
            key=lambda folder: "/" + _below(shared, folder),
            show=partial(_below, shared),
        ),
    }


def _group(
    values: Iterable[Iterable[str]], *, key: Callable[[str], str], show: Callable[[str], str] | None = None
) -> tuple[Facet, ...]:
    members: dict[str, list[int]] = defaultdict(list)
    names: dict[str, str] = {}
    for position, of_track in enumerate(values):
        for value in of_track:
            if value and (folded := key(value)):
                members[folded].append(position)
                names.setdefault(folded, show(value) if show else value)
    ordered = sorted(members, key=lambda folded: (fold(names[folded]), folded))
    return tuple(
        Facet(short_id(folded), names[folded], np.array(members[folded], dtype=np.int32)) for folded in ordered
    )


def _decade(track: Track) -> str:
    return f"{track.released_on.year // 10 * 10}s" if track.released_on else ""


def _folder(url: str) -> str:
    """Return the path of the folder as it stands in the URL; empty for what is no file here."""
    parts = urlsplit(url)
    return parts.path.rpartition("/")[0] + "/" if parts.scheme == "file" else ""


def _common(folders: Iterable[str]) -> list[str]:
    """Return the folders that all of these lie in, from the root on."""
    shared: list[str] | None = None
    for folder in set(folders):
        parts = folder.strip("/").split("/")
        if shared is None:
            shared = parts
        else:
            n_same = next(
                (n for n, (one, other) in enumerate(zip(shared, parts, strict=False)) if one != other),
                min(len(shared), len(parts)),
            )
            shared = shared[:n_same]
    return shared or []


def _below(shared: Sequence[str], folder: str) -> str:
    """Return the path below the common folder; where there is none, only its last folders (maybe of several)."""
    parts = folder.strip("/").split("/")
    # The first folder of a path is never told, but where it is all that there is.
    shown = parts[len(shared) :] if shared else (parts[1:][-_TAIL:] or parts)
    return "/".join(unquote(part) for part in shown)
