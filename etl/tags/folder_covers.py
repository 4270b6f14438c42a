"""Which file of a folder is the cover of what lies in it."""

from collections.abc import Iterable

FOLDER_STEMS = ("cover", "folder", "front", "albumart")
FOLDER_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


def folder_cover_name(names: Iterable[str]) -> str | None:
    """Return which of a folder's file names is its cover: `cover`, else `folder`, else `front`, of any case."""
    ranked = {
        (FOLDER_STEMS.index(stem), suffix, name): name
        for name in names
        for stem, dot, ending in [name.lower().rpartition(".")]
        if stem in FOLDER_STEMS and (suffix := dot + ending) in FOLDER_SUFFIXES
    }
    return ranked[min(ranked)] if ranked else None
