"""The catalogue of those who do not see everything."""

from recommender.catalogue.building import build_catalogue
from recommender.catalogue.libraries.views import MAX_VIEWS, CatalogueViews, OfEachView, without
from recommender.catalogue.live_places import LivePlaces
from recommender.errors import ServerUnavailable
from recommender.records import Track, TrackId
from tests.builders.libraries import library, visibility
from tests.contracts.fakes.catalogue import MemoryTrackStore

OPEN = library("open", is_everybodys=True)
CLOSED = library("closed", "anna")
INNER = library("inner", is_everybodys=True, folder="file:///closed/inner/")


def track(number: int, folder: str) -> Track:
    return Track(
        track_id=TrackId(f"t{number}"), title=f"Title {number}", artist=f"Artist {number}", album=folder,
        genres=(folder,), url=f"file:///{folder}/{number}.mp3", tags={"label": folder},
    )  # fmt: skip


TRACKS = (track(1, "open"), track(2, "closed"), track(3, "closed/inner"), track(4, "elsewhere"), track(5, "closed2"))
WHOLE = build_catalogue(TRACKS, revision="7")
LIBRARIES = (OPEN, CLOSED, INNER)
HIDDEN = frozenset({"closed"})


def test_what_is_hidden_is_in_no_part_of_the_catalogue():
    seen = without(WHOLE, LIBRARIES, HIDDEN)
    assert [one.track_id for one in seen.tracks] == ["t1", "t3", "t4", "t5"]
    assert seen.track("t2") is None
    assert seen.genre("closed") is None
    assert "closed" not in {album.title for album in seen.albums} | {part.name for part in seen.facets["label"]}
    assert "Artist 2" not in {artist.name for artist in seen.artists}
    found = [seen.tracks[position].track_id for position in seen.track_search.find("Title 2", 20)]
    assert set(found) <= {"t1", "t3", "t4", "t5"}
    assert seen.hidden == HIDDEN


def test_tracks_are_shared_with_the_whole_catalogue():
    seen = without(WHOLE, LIBRARIES, HIDDEN)
    assert all(one is WHOLE.track(one.track_id) for one in seen.tracks)


def test_without_anything_hidden_it_is_the_same_object():
    assert without(WHOLE, LIBRARIES, frozenset()) is WHOLE
    views = CatalogueViews(lambda: WHOLE, lambda: visibility(*LIBRARIES))
    assert views.of(frozenset()) is WHOLE


def test_revisions_differ_between_sets_and_folders():
    moved = (OPEN, library("closed", folder="file:///elsewhere/"), INNER)
    revisions = {
        WHOLE.revision,
        without(WHOLE, LIBRARIES, HIDDEN).revision,
        without(WHOLE, LIBRARIES, HIDDEN | {"inner"}).revision,
        without(WHOLE, moved, HIDDEN).revision,
    }
    assert len(revisions) == 4


def made_views(built):
    def in_thread(build):
        built.append(1)
        return build()

    state = {"whole": WHOLE, "seen": visibility(*LIBRARIES)}
    return state, CatalogueViews(lambda: state["whole"], lambda: state["seen"], in_thread=in_thread)


def test_a_set_is_built_once_until_tracks_or_folders_change():
    built = []
    state, views = made_views(built)
    first = views.of(HIDDEN)
    assert views.of(HIDDEN) is first
    state["whole"] = build_catalogue(TRACKS[:2], revision="8")
    assert len(views.of(HIDDEN)) == 1
    state["seen"] = visibility(library("closed", folder="file:///open/"))
    assert [one.track_id for one in views.of(HIDDEN).tracks] == ["t2"]
    assert len(built) == 3


def test_only_so_many_sets_are_kept():
    built = []
    _, views = made_views(built)
    for number in range(MAX_VIEWS + 1):
        views.of(frozenset({f"set {number}"}))
    views.of(frozenset({f"set {MAX_VIEWS}"}))
    assert len(built) == MAX_VIEWS + 1
    views.of(frozenset({"set 0"}))
    assert len(built) == MAX_VIEWS + 2


def test_sets_that_are_in_use_are_built_when_the_catalogue_changes_and_others_forgotten():
    built = []
    state, views = made_views(built)
    views.of(HIDDEN)
    views.refresh()
    state["whole"] = build_catalogue(TRACKS, revision="8")
    views.of(HIDDEN)
    n_built = len(built)
    state["whole"] = build_catalogue(TRACKS, revision="9")
    views.refresh()
    assert len(built) == n_built + 1
    assert views.of(HIDDEN).revision.startswith("9-")
    assert len(built) == n_built + 1
    views.refresh()
    views.refresh()
    views.of(HIDDEN)
    assert len(built) == n_built + 2


def test_while_a_newer_one_is_built_the_older_one_is_handed_out():
    state = {"whole": WHOLE}
    meanwhile = []

    def in_thread(build):
        if meanwhile or state["whole"] is not WHOLE:
            meanwhile.append(views.of(HIDDEN))
        return build()

    views = CatalogueViews(lambda: state["whole"], lambda: seen, in_thread=in_thread)
    seen = visibility(*LIBRARIES)
    old = views.of(HIDDEN)
    state["whole"] = build_catalogue(TRACKS[:1], revision="8")
    assert len(views.of(HIDDEN)) == 1
    assert meanwhile == [old]


def test_what_is_worked_out_is_kept_for_each_set():
    kept = OfEachView()
    seen = without(WHOLE, LIBRARIES, HIDDEN)
    made = [kept.of(catalogue, make=object) for catalogue in (WHOLE, seen, WHOLE, seen)]
    assert made[0] is made[2]
    assert made[1] is made[3]
    assert made[0] is not made[1]
    assert kept.of(without(WHOLE, LIBRARIES, HIDDEN), make=object) is not made[1]


def made_places(*tracks):
    store = MemoryTrackStore()
    store.put_many(tracks)
    state = {"seen": visibility(*LIBRARIES), "now": 0.0}
    return store, state, LivePlaces(store, lambda: state["seen"], now=lambda: state["now"])


def test_a_process_without_a_catalogue_knows_the_same_tracks():
    _, _, places = made_places(*TRACKS)
    assert places.visible(HIDDEN) == set(without(WHOLE, LIBRARIES, HIDDEN).positions)
    assert places.visible(HIDDEN) is places.visible(HIDDEN)


def test_a_track_that_nobody_has_looked_at_yet_is_seen_by_nobody():
    store, state, places = made_places(*TRACKS)
    places.visible(HIDDEN)
    store.put_many([track(6, "open")])
    assert "t6" not in places.visible(HIDDEN)
    state["now"] += 1
    places.refresh()
    assert "t6" in places.visible(HIDDEN)


def test_where_nothing_is_hidden_no_track_is_read():
    store, state, places = made_places(*TRACKS)
    state["seen"] = visibility(OPEN)
    store.places = None  # a look would fail
    places.refresh()


def test_when_the_database_does_not_answer_what_was_known_stays():
    store, state, places = made_places(*TRACKS)
    seen = places.visible(HIDDEN)

    def fail():
        raise ServerUnavailable("MongoDB does not answer")

    store.revision = fail
    state["now"] += 1
    places.refresh()
    assert places.visible(HIDDEN) is seen
