"""The files of libraries in memory, for pages: what a test says there is."""

from collections.abc import Collection, Sequence

from etl.ingest.rejecting import advice, rejected_id
from etl.locations import file_path
from recommender.catalogue.libraries.files import LibraryCounts, RejectedFile
from recommender.catalogue.libraries.records import Library, library_of


class MemoryLibraryFiles:
    def __init__(self) -> None:
        self.tracks: set[str] = set()
        """URLs."""
        self.reasons: dict[str, str] = {}
        """Of rejected files, by URL: `truncated: ends early`."""
        self.looked_at_again: list[str] = []

    def counts(self, library: Library) -> LibraryCounts:
        n_tracks, n_rejected = (
            sum(url.startswith(library.folder) for url in urls) for urls in (self.tracks, self.reasons)
        )
        return LibraryCounts(n_tracks=n_tracks, n_missing=0, n_rejected=n_rejected)

    def has_music_outside(self, libraries: Collection[Library]) -> bool:
        return any(library_of(url, libraries) is None for url in self.tracks)

    def rejected(self, libraries: Collection[Library]) -> Sequence[RejectedFile]:
        return [self._rejected(url, libraries) for url in sorted(self.reasons)]

    def look_again(self, urls: Collection[str]) -> None:
        self.looked_at_again.extend(urls)

    def path_of(self, library: Library) -> str:
        return str(file_path(library.folder))

    def _rejected(self, url: str, libraries: Collection[Library]) -> RejectedFile:
        library, path = library_of(url, libraries), file_path(url)
        reason, _, detail = self.reasons[url].partition(": ")
        return RejectedFile(
            track_id=rejected_id(url),
            url=url,
            path=str(path.relative_to(file_path(library.folder)) if library else path),
            library_id=library.library_id if library else "",
            reason=reason,
            detail=detail,
            advice=advice(reason),
        )
