from datetime import UTC, datetime

import pytest

from recommender.catalogue.libraries.records import Library, hidden_from, library_of, visible_urls
from recommender.records import ListenerId

ANNA, BERT = ListenerId("anna"), ListenerId("bert")


def library(name: str, folder: str, visible_to: tuple[ListenerId, ...] | None = None) -> Library:
    return Library(
        library_id=name, name=name, folder=folder, visible_to=visible_to, added_at=datetime(2026, 1, 5, tzinfo=UTC)
    )


ALL = library("all", "file:///music/")
KIDS = library("kids", "file:///music/kids/", (ANNA,))
NOBODYS = library("nobodys", "file:///attic/", ())
LIBRARIES = (ALL, KIDS, NOBODYS)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("file:///music/a.mp3", ALL),
        ("file:///music/kids/a.mp3", KIDS),
        ("file:///music/kids2/a.mp3", ALL),
        ("file:///elsewhere/a.mp3", None),
    ],
)
def test_a_file_is_of_the_innermost_folder_that_holds_it(url, expected):
    assert library_of(url, LIBRARIES) is expected


@pytest.mark.parametrize(
    ("account", "hidden"), [(ANNA, {"nobodys"}), (BERT, {"kids", "nobodys"}), (None, {"kids", "nobodys"})]
)
def test_only_chosen_accounts_see_a_library_that_is_not_for_everybody(account, hidden):
    assert hidden_from(account, LIBRARIES) == hidden


def test_files_of_hidden_libraries_and_no_others_are_hidden():
    urls = ["file:///music/a.mp3", "file:///music/kids/a.mp3", "file:///attic/a.mp3", "file:///new/a.mp3"]
    assert list(visible_urls(urls, LIBRARIES, hidden_from(BERT, LIBRARIES))) == [True, False, False, True]
