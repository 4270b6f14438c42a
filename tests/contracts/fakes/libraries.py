"""The libraries in memory; passes the same contract as MongoDB's."""

from collections.abc import Collection

from msgspec.structs import replace

from recommender.catalogue.libraries.records import Library
from recommender.records import ListenerId


class MemoryLibraryStore:
    def __init__(self) -> None:
        self._libraries: dict[str, Library] = {}
        self._revision = 0

    def all(self) -> tuple[Library, ...]:
        return tuple(sorted(self._libraries.values(), key=lambda library: (library.name, library.library_id)))

    def get(self, library_id: str) -> Library | None:
        return self._libraries.get(library_id)

    def put(self, library: Library) -> None:
        self._libraries[library.library_id] = library
        self._revision += 1

    def change(self, library_id: str, *, name: str | None = None, is_watched: bool | None = None) -> bool:
        if library := self._libraries.get(library_id):
            given = {field: value for field, value in (("name", name), ("is_watched", is_watched)) if value is not None}
            self.put(replace(library, **given))
        return library is not None

    def show_to(self, library_id: str, visible_to: Collection[ListenerId] | None) -> bool:
        if library := self._libraries.get(library_id):
            self.put(replace(library, visible_to=None if visible_to is None else tuple(visible_to)))
        return library is not None

    def forget_account(self, account_id: ListenerId) -> None:
        for library in self.all():
            if library.visible_to is not None and account_id in library.visible_to:
                self.put(replace(library, visible_to=tuple(one for one in library.visible_to if one != account_id)))

    def clear(self) -> None:
        self._libraries.clear()
        self._revision += 1

    def delete(self, library_id: str) -> bool:
        self._revision += 1
        return self._libraries.pop(library_id, None) is not None

    def revision(self) -> int:
        return self._revision
