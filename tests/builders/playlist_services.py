"""The web's ports of playlists, over a store in memory."""

from itertools import count

from recommender.catalogue.snapshot import Catalogue
from recommender.playlists.finding import TrackFinder
from recommender.playlists.ports import PlaylistStore
from recommender.playlists.records import PlaylistId
from recommender.playlists.smart.ports import SmartPlaylistStore
from recommender.playlists.transfer import found_again, read_and_find
from tests.contracts.fakes.smart_playlists import FakeSmartPlaylistStore
from webapp.playlists.services import PlaylistServices


def made_playlists(store: PlaylistStore, smart: SmartPlaylistStore | None = None) -> PlaylistServices:
    """Return the ports; ids are numbered."""
    numbers = count(1)

    def finder(catalogue: Catalogue) -> TrackFinder:
        return TrackFinder(catalogue.tracks)

    return PlaylistServices(
        store=store,
        smart=smart or FakeSmartPlaylistStore(),
        read_file=lambda content, name, catalogue: read_and_find(content, finder(catalogue), file_name=name),
        find_again=lambda entries, catalogue: found_again(entries, finder(catalogue)),
        new_id=lambda: PlaylistId(f"{next(numbers):016x}"),
    )
