"""Which folder is whose library: what covers what, what may be added, and which one somebody means."""

from collections.abc import Collection, Iterable

from recommender.catalogue.libraries.records import MAX_NAME, Library, library_of
from recommender.errors import NotFound, OutOfRange


def covering(folder: str, libraries: Iterable[Library]) -> Library | None:
    """Return the library of this folder, or of the nearest one above it, or None; `folder` ends with a slash."""
    return library_of(folder, libraries)


def require_apart(folder: str, libraries: Iterable[Library], *, shown: str) -> None:
    """Refuse a folder that is a library's, lies in one or holds one; `shown` is its path for people."""
    for library in libraries:
        if folder == library.folder:
            raise OutOfRange(f"{shown} is the library “{library.name}” already; `segue ingest` scans it")
        if folder.startswith(library.folder):
            raise OutOfRange(f"{shown} lies in the library “{library.name}”, which is scanned with all of it")
        if library.folder.startswith(folder):
            raise OutOfRange(f"{shown} holds the library “{library.name}”; remove that first, or add the others")


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number behind it where a library has it already."""
    name = name.strip()[:MAX_NAME] or "Music"
    numbered, number = name, 2
    while numbered in taken:
        ending = f" {number}"
        numbered, number = name[: MAX_NAME - len(ending)] + ending, number + 1
    return numbered


def checked_name(name: str, others: Iterable[Library]) -> str:
    """Return the name that somebody gives a library; raises `OutOfRange` for one that is empty, too long or taken."""
    name = name.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise OutOfRange(f"{name[:MAX_NAME]!r} is no name of a library; give 1 to {MAX_NAME} printable characters")
    if any(library.name == name for library in others):
        raise OutOfRange(f"another library is called “{name}”; choose another name")
    return name


def find_library(asked: str, libraries: Iterable[Library]) -> Library:
    """Return the library of this name or id; raises `NotFound`, or `OutOfRange` where several have the name."""
    matches = [library for library in libraries if asked in (library.name, library.library_id)]
    if not matches:
        raise NotFound(f"there is no library {asked[:MAX_NAME]!r}; `segue libraries list` shows them")
    if len(matches) > 1:
        ids = ", ".join(library.library_id for library in matches)
        raise OutOfRange(f"several libraries are called {asked!r}; name one by its id: {ids}")
    return matches[0]


def require_no_wider(library: Library, others: Iterable[Library]) -> None:
    """Refuse to remove a library whose tracks another one would show to those from whom they are hidden."""
    if library.visible_to is None:
        return
    outer = library_of(library.folder, others)
    if outer is not None and (outer.visible_to is None or not set(outer.visible_to) <= set(library.visible_to)):
        raise OutOfRange(
            f"“{library.name}” lies in the library “{outer.name}”, which more people see; show “{library.name}” to all "
            f"of them first, or remove “{outer.name}” first"
        )


def leaves_with(library: Library, url: str, others: Iterable[Library]) -> bool:
    """Say whether the file leaves when the library does: it lies there, and in no other library."""
    return url.startswith(library.folder) and library_of(url, others) is None
