"""Every input by its name: whoever gives one the computation of another fails here."""

from dataclasses import replace

import numpy as np
import pytest

from recommender.prediction.popularity.features.artists import ARTIST_FACTS, ArtistTable
from recommender.prediction.popularity.features.genres import Genres
from recommender.prediction.popularity.features.matrix import Layout
from recommender.prediction.popularity.features.text_facts import ALBUM_FACTS, TITLE_FACTS, album_facts, title_facts
from recommender.prediction.popularity.records import LabelledTracks
from tests.builders.popularity import made_tracks, with_popularity

MEAN = 30.0


def named(facts: np.ndarray, names: tuple[str, ...]) -> dict[str, float]:
    return dict(zip(names, facts[0].tolist(), strict=True))


def one(*, title: str = "x", album: str = "", artists: tuple[str, ...] = ("A",)) -> LabelledTracks:
    track = replace(made_tracks().take(np.arange(1)), titles=(title,), albums=(album,), artists=(artists,))
    return replace(track, explicit=np.array([0.5]))


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        ("One, Two: 345 (feat. B)", {"title_length": np.log(23), "title_words": np.log(5), "title_digits": 3,
                                     "title_guest": 1, "title_bracket": 1, "title_comma": 1, "title_colon": 1}),
        ("é世界 - live", {"title_length": np.log(10), "title_words": np.log(3), "title_accents": 1,
                        "title_foreign_script": 0.2, "title_dash": 1, "title_live": 1, "title_lower": 1}),
        ("XMAS REMASTERED", {"title_length": np.log(15), "title_words": np.log(2), "title_upper": 1,
                             "title_christmas": 1, "title_remaster": 1}),
        ("Sonata Remix", {"title_length": np.log(12), "title_words": np.log(2), "title_work": 1, "title_remix": 1}),
        ("Radio Edit", {"title_length": np.log(10), "title_words": np.log(2), "title_version": 1}),
    ],
)  # fmt: skip
def test_every_fact_of_a_title_is_what_its_name_says(title, facts):
    expected = dict.fromkeys(TITLE_FACTS, 0.0) | {"explicit": 0.5, "n_artists": 2} | facts
    assert named(title_facts(one(title=title, artists=("A", "B"))), TITLE_FACTS) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("album", "facts"),
    [
        ("Best of 2019", {"album_length": np.log(12), "album_words": np.log(3), "album_year": 1, "album_hits": 1,
                          "album_digits": 4}),
        ("Weihnacht Deluxe", {"album_length": np.log(16), "album_words": np.log(2), "album_christmas": 1,
                              "album_reissue": 1}),
        ("Spooky Live", {"album_length": np.log(11), "album_words": np.log(2), "album_halloween": 1, "album_live": 1}),
        ("Score Vol. 2", {"album_length": np.log(12), "album_words": np.log(3), "album_soundtrack": 1,
                          "album_volume": 1, "album_digits": 1}),
        ("世x", {"album_length": np.log(2), "album_foreign_script": 0.5}),
        ("Song", {"album_length": np.log(4), "album_is_title": 1, "album_is_song": 1}),
        ("Song (Remix)", {"album_length": np.log(12), "album_words": np.log(2), "album_hits": 1, "album_is_song": 1}),
    ],
)  # fmt: skip
def test_every_fact_of_an_album_is_what_its_name_says(album, facts):
    expected = dict.fromkeys(ALBUM_FACTS, 0.0) | facts
    assert named(album_facts(one(title="Song", album=album)), ALBUM_FACTS) == pytest.approx(expected)


def test_nothing_is_known_of_a_title_or_album_that_is_not_told():
    title = named(title_facts(one(title=" ", artists=())), TITLE_FACTS)
    assert title.pop("explicit") == 0.5
    assert all(np.isnan([*title.values(), *album_facts(one(album=""))[0]]))


def test_every_fact_of_the_artists_is_what_its_name_says():
    tracks = made_tracks().take(np.arange(6))
    artists = (("A",), ("A", "B"), ("A",), ("A",), ("B",), ("C",))
    popularity = np.array([0.0, 60.0, 80.0, 20.0, 10.0, 10.0])
    table = ArtistTable.of(with_popularity(replace(tracks, artists=artists), popularity))
    a, b = (160 + 3 * MEAN) / 7, (70 + 3 * MEAN) / 5
    assert named(table.facts(one(artists=("A", "B", "nobody"))), ARTIST_FACTS) == pytest.approx(
        {
            "artist_popularity": 40,
            "artist_shrunk": a,
            "artist_zero_share": 0.25,
            "artist_high_share": 0.5,
            "artist_n": np.log(5),
            "credit_best": max(a, b),
            "credit_mean": (a + b) / 2,
            "credit_n": np.log(7),
            "credit_popularity": 230 / 6,
        }
    )


@pytest.mark.parametrize(
    ("blocks", "wrong"),
    [
        ({"genre": 1}, "title"),
        ({"genre": 1, "title": len(TITLE_FACTS), "album": len(ALBUM_FACTS)}, "album"),
        ({"genre": 2, "title": len(TITLE_FACTS)}, "genre"),
        ({"genre": len(TITLE_FACTS), "title": 1}, "genre"),
    ],
)
def test_a_block_that_is_missing_unknown_or_of_another_width_is_refused(blocks, wrong):
    layout = Layout(Genres(("rock",)))
    with pytest.raises(ValueError, match=wrong):
        layout.join(np.zeros((3, 13)), {name: np.zeros((3, width)) for name, width in blocks.items()})


def test_blocks_come_in_the_order_of_the_columns_whatever_their_own():
    layout = Layout(Genres(("rock",)), with_artist=True)
    blocks = {"artist": np.full((2, len(ARTIST_FACTS)), 3), "title": np.full((2, len(TITLE_FACTS)), 2)}
    matrix = layout.join(np.zeros((2, 13)), {**blocks, "genre": np.ones((2, 1))})
    assert matrix.shape == (2, len(layout.columns))
    assert matrix[0, layout.find_columns("energy", "genre rock", "title_dash", "credit_n")].tolist() == [0, 1, 2, 3]
