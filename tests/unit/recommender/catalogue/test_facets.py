from datetime import date

from recommender.catalogue.contributors import contributor_key
from recommender.catalogue.facets import group_facets
from recommender.records import Track, TrackId


def track(number: int, **fields) -> Track:
    return Track(track_id=TrackId(f"t{number}"), title=f"Title {number}", **fields)


def named(facets) -> dict[str, list[int]]:
    return {facet.name: facet.positions.tolist() for facet in facets}


def test_decades_by_time_and_undated_tracks_in_none():
    tracks = [
        track(n, released_on=day) for n, day in enumerate([date(2001, 5, 1), date(1999, 1, 1), None, date(1990, 1, 1)])
    ]
    assert named(group_facets(tracks)["decade"]) == {"1990s": [1, 3], "2000s": [0]}


def test_composers_and_labels_in_any_spelling_under_the_first():
    tracks = [
        track(0, tags={"composer": "Clara Schumann", "label": "ECM"}),
        track(1, tags={"composer": " clara  schumann ", "label": "ecm"}),
        track(2, tags={"composer": "Bach"}),
        track(3),
    ]
    facets = group_facets(tracks)
    assert named(facets["composer"]) == {"Bach": [2], "Clara Schumann": [0, 1]}
    assert named(facets["label"]) == {"ECM": [0, 1]}


def test_a_track_of_several_names_is_in_the_part_of_each():
    tracks = [
        track(0, tags={"composer": "Ann; Bob", "producer": "Pia"}),
        track(1, tags={"composer": "bob; BOB", "writer": "Ann"}),
    ]
    facets = group_facets(tracks)
    assert named(facets["composer"]) == {"Ann": [0], "Bob": [0, 1]}
    assert named(facets["writer"]) == {"Ann": [1]}
    assert named(facets["producer"]) == {"Pia": [0]}


def test_a_contributors_key_is_the_key_of_the_part():
    (part,) = group_facets([track(0, tags={"writer": "Jöhn  Doe"})])["writer"]
    assert part.key == contributor_key("JOHN DOE")


def test_folders_are_named_below_what_all_have_in_common():
    urls = [
        "file:///srv/secret/music/A/one%20%C3%BC/1.mp3",
        "file:///srv/secret/music/A/2.mp3",
        "file:///srv/secret/music/B/3.mp3",
    ]
    facets = group_facets([track(n, url=url) for n, url in enumerate(urls)])["folder"]
    assert named(facets) == {"A": [1], "A/one ü": [0], "B": [2]}
    assert not any("secret" in facet.key + facet.name for facet in facets)


def test_the_folder_that_holds_all_has_no_name():
    urls = ["file:///srv/music/1.mp3", "file:///srv/music/A/2.mp3"]
    assert named(group_facets([track(n, url=url) for n, url in enumerate(urls)])["folder"]) == {"": [0], "A": [1]}


def test_without_a_common_folder_only_the_ends_of_paths_are_told():
    urls = ["file:///home/anna/private/music/A/1.mp3", "file:///mnt/disk/B/2.mp3"]
    assert named(group_facets([track(n, url=url) for n, url in enumerate(urls)])["folder"]) == {
        "disk/B": [1],
        "music/A": [0],
    }


def test_a_short_path_is_not_told_as_a_whole():
    urls = ["file:///srv/A/1.mp3", "file:///mnt/B/2.mp3"]
    assert named(group_facets([track(n, url=url) for n, url in enumerate(urls)])["folder"]) == {"A": [0], "B": [1]}


def test_folders_that_begin_alike_are_not_the_same():
    urls = ["file:///srv/music/1.mp3", "file:///srv/music2/2.mp3"]
    assert named(group_facets([track(n, url=url) for n, url in enumerate(urls)])["folder"]) == {
        "music": [0],
        "music2": [1],
    }


def test_what_is_no_file_here_is_in_no_folder():
    assert group_facets([track(0, url="https://far.example/x/1.mp3"), track(1)])["folder"] == ()
