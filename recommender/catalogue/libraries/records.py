"""The folders of music that people keep apart, and who may see which."""

from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from typing import Annotated, Protocol

from msgspec import Meta, Struct

from recommender.records import AwareTime, ListenerId

MAX_NAME = 100
"""Characters."""


class Library(Struct, frozen=True, kw_only=True):
    """One folder of music; its tracks are those whose audio lies below it."""

    library_id: Annotated[str, Meta(min_length=1, max_length=64)]
    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
    folder: Annotated[str, Meta(pattern=r"^file://.*/$")]
    """URI of the folder, with the slash at its end."""
    is_watched: bool = True
    visible_to: tuple[ListenerId, ...] | None = None
    """Accounts that see its tracks, beside the admins; None: everybody."""
    added_at: AwareTime


class LibraryStore(Protocol):
    """Where the libraries are kept; there are few."""

    def all(self) -> tuple[Library, ...]:
        """Return every library in order of name."""

    def get(self, library_id: str) -> Library | None:
        """Return the library, or None."""

    def put(self, library: Library) -> None:
        """Insert or replace the library by its id."""

    def change(self, library_id: str, *, name: str | None = None, is_watched: bool | None = None) -> bool:
        """Change what is given and nothing else, who sees it least of all; return whether the library was known."""

    def show_to(self, library_id: str, visible_to: Collection[ListenerId] | None) -> bool:
        """Let these accounts see the library, None: everybody; return whether it was known. All else stays."""

    def forget_account(self, account_id: ListenerId) -> None:
        """Take the account from every list of those who see a library."""

    def delete(self, library_id: str) -> bool:
        """Forget the library; return whether it was known."""

    def revision(self) -> int:
        """Return a number that changes whenever a library does."""


def library_id_of(folder: str) -> str:
    """Return the id of a folder's library: the same folder has the same one."""
    return blake2b(folder.encode(), digest_size=12).hexdigest()


def library_of(url: str, libraries: Iterable[Library]) -> Library | None:
    """Return the library in whose folder the file lies, the innermost if folders lie in one another, or None."""
    holding = (library for library in libraries if url.startswith(library.folder))
    return max(holding, key=lambda library: len(library.folder), default=None)


def hidden_from(account_id: ListenerId | None, libraries: Iterable[Library]) -> frozenset[str]:
    """Return the ids of the libraries that this account does not see; None: somebody without account."""
    return frozenset(library.library_id for library in libraries if not _is_visible(library, account_id))


def visible_urls(urls: Iterable[str], libraries: Collection[Library], hidden: Collection[str]) -> Iterator[bool]:
    """Yield for each file whether it lies outside of the hidden libraries; what is in no library is seen by all."""
    for url in urls:
        library = library_of(url, libraries)
        yield library is None or library.library_id not in hidden


def _is_visible(library: Library, account_id: ListenerId | None) -> bool:
    return library.visible_to is None or (account_id is not None and account_id in library.visible_to)
