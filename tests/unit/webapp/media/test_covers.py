import re
from xml.etree import ElementTree

import numpy as np
import pytest

from recommender.similarity.features import N_COLUMNS, columns_of
from tests.builders.web import MadeWeb, changed, made_web
from webapp.media.cover_colours import hex_colour
from webapp.media.cover_shapes import SHAPES
from webapp.media.covers import picture_type
from webapp.media.generated_cover import Look, draw_cover

JPEG = b"\xff\xd8\xff\xe0 and so on"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


def look(*, family: str = "album", centroid_hz: float = 2000.0, loudness: float = -12.0, seed: int = 1) -> Look:
    vector = np.random.default_rng(seed).normal(size=N_COLUMNS).astype(np.float32)
    vector[columns_of("spectral_centroid")] = centroid_hz
    return Look.of(vector=vector, family_vector=vector, family=family, track_id="t", loudness_lufs=loudness)


def test_a_picture_that_came_with_the_track_is_served_as_what_it_is(web):
    changed(web, "k00-t00", cover="embedded")
    web.pictures["k00-t00"] = JPEG
    answer = web.client().get("/covers/k00-t00")
    assert (answer.data, answer.mimetype) == (JPEG, "image/jpeg")
    again = web.client().get("/covers/k00-t00", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "data", [b"<html><script>", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"%PDF-1.4", b"", b"GIF"]
)
def test_what_is_no_picture_is_never_served_but_a_drawn_cover(web, data):
    changed(web, "k00-t00", cover="embedded")
    web.pictures["k00-t00"] = data
    answer = web.client().get("/covers/k00-t00")
    assert answer.mimetype == "image/svg+xml"
    assert data == b"" or data not in answer.data


@pytest.mark.parametrize(
    ("data", "kind"),
    [(JPEG, "image/jpeg"), (b"\x89PNG\r\n\x1a\n..", "image/png"), (b"GIF89a..", "image/gif"),
     (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"), (b"\x00\x00\x00\x1cftypavif", "image/avif"), (b"<svg", None)],
)  # fmt: skip
def test_pictures_are_told_by_their_first_bytes(data, kind):
    assert picture_type(data) == kind


def test_a_drawn_cover_may_be_kept_for_ever_under_its_key(web):
    url = web.client().get("/api/v1/tracks/k00-t00").json["cover_url"]
    answer = web.client().get(url)
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in web.client().get("/covers/k00-t00").headers["Cache-Control"]
    assert web.client().get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_track_without_features_has_a_cover_that_is_asked_for_again(web):
    del web.vectors["k00-t00"]
    answer = web.client().get(web.client().get("/api/v1/tracks/k00-t00").json["cover_url"])
    assert answer.mimetype == "image/svg+xml"
    assert "immutable" not in answer.headers["Cache-Control"]


def test_no_such_track_has_no_cover(web):
    assert web.client().get("/covers/nope").status_code == 404


def test_drawn_covers_are_small_valid_and_inert_whatever_their_kind():
    kinds = set()
    for number in range(120):
        one = look(family=f"album {number}", centroid_hz=300.0 * 1.03**number, loudness=-30 + number / 5, seed=number)
        kinds.add(one.seed[0] % len(SHAPES))
        text = draw_cover(one)
        assert len(text.encode()) < 4096
        assert "nan" not in text
        names = {element.tag.partition("}")[2] for element in ElementTree.fromstring(text).iter()}
        assert names <= {"svg", "defs", "radialGradient", "stop", "rect", "path", "circle", "g"}
        assert not re.search(r"\son\w+=|href|style=", text)
    assert kinds == set(range(len(SHAPES)))


def test_the_same_sound_gives_the_same_cover_and_another_album_another_one():
    assert draw_cover(look()) == draw_cover(look())
    covers = {draw_cover(look(family=f"{number}")) for number in range(200)}
    assert len(covers) == 200


def test_tracks_of_an_album_share_their_colours_and_not_their_drawing():
    family = np.random.default_rng(1).normal(size=N_COLUMNS).astype(np.float32)
    other = np.random.default_rng(2).normal(size=N_COLUMNS).astype(np.float32)
    family[columns_of("spectral_centroid")] = other[columns_of("spectral_centroid")] = 1500.0
    drawn = [
        draw_cover(Look.of(vector=v, family_vector=family, family="a", track_id="t", loudness_lufs=-12.0))
        for v in (family, other)
    ]
    assert drawn[0] != drawn[1]
    assert re.findall(r'stop-color="(.*?)"', drawn[0]) == re.findall(r'stop-color="(.*?)"', drawn[1])


def test_dark_sounds_are_warm_and_bright_ones_cool():
    def hue_of(centroid_hz: float) -> tuple[int, int, int]:
        ground = re.findall(r'stop-color="#(..)(..)(..)"', draw_cover(look(centroid_hz=centroid_hz)))[1]
        return tuple(int(c, 16) for c in ground)  # type: ignore[return-value]

    dark, bright = hue_of(400.0), hue_of(2500.0)
    assert dark[0] > dark[2]
    assert bright[2] > bright[0]


@pytest.mark.parametrize("hue", range(0, 360, 15))
def test_colours_fit_into_srgb(hue):
    assert re.fullmatch(r"#[0-9a-f]{6}", hex_colour(0.6, 0.3, hue))
    assert hex_colour(0.0, 0.0, hue) == "#000000"
    assert hex_colour(1.0, 0.0, hue) == "#ffffff"
