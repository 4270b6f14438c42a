"""What a listener may not see is neither picked nor named, and costs nobody else anything."""

import numpy as np
import pytest
from msgspec.json import encode
from msgspec.structs import replace

from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.hidden_rows import HiddenRows
from recommender.listening.taste import Taste
from recommender.records import ListenerId, TrackId
from tests.builders.events import START, taste_after
from tests.builders.index import kind_of, made_index
from tests.builders.moods import made_moods

ANNA = Taste(listener_id=ListenerId("anna"))
HIDDEN_KINDS = ("k00", "k01", "k02")
HIDDEN = frozenset({"b"})
CALM = (0.1, 0.05, 0.03, 0.82)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def visible(index):
    return frozenset(each for each in index.table.track_ids if kind_of(each) not in HIDDEN_KINDS)


@pytest.fixture(scope="module")
def rows(visible):
    return HiddenRows(lambda listener: HIDDEN if listener == "anna" else frozenset(), lambda _hidden: visible)


def engine(index, rows, *, plays=None, moods=None):
    return Engine(lambda: index, lambda: plays or {}, EngineConfig(), lambda: moods, rows.of)


def hidden_titles(index):
    pairs = zip(index.table.track_ids, index.table.titles, strict=True)
    return [f"“{title}”" for track_id, title in pairs if kind_of(track_id) in HIDDEN_KINDS]


@pytest.mark.parametrize(
    "did",
    [
        [],
        [("started", "k00-t01")],
        [("liked", "k01-t01"), ("finished", "k01-t02")],
        [("skipped", "k02-t01"), ("skipped", "k02-t02")],
        [("liked", "k05-t01"), ("liked", "k00-t01"), ("started", "k00-t03")],
    ],
    ids=["nothing done", "hidden plays", "hidden liked", "hidden skipped", "of both"],
)
def test_a_slate_neither_picks_nor_names_what_is_hidden(index, rows, did):
    popular = {TrackId("k00-t01"): 50.0, TrackId("k02-t05"): 20.0, TrackId("k07-t01"): 2.0}
    slate = engine(index, rows, plays=popular).slate(taste_after(*did), made_at=START)
    assert len(slate.picks) == 12
    assert not [pick for pick in slate.picks if kind_of(pick.track_id) in HIDDEN_KINDS]
    text = encode(slate).decode()
    assert not [title for title in hidden_titles(index) if title in text]


def test_a_slate_of_a_mood_is_of_what_is_seen(index, rows, visible):
    moods = made_moods(dict.fromkeys(index.table.track_ids, CALM))
    slate = engine(index, rows, moods=moods).slate(ANNA, made_at=START, mood="Calm")
    assert slate.picks
    assert {pick.track_id for pick in slate.picks} <= visible


def test_who_sees_next_to_nothing_hears_just_that(index):
    three = frozenset(index.table.track_ids[:3])
    rows = HiddenRows(lambda _: HIDDEN, lambda _: three)
    assert {pick.track_id for pick in engine(index, rows).slate(ANNA, made_at=START).picks} == three


def test_who_sees_nothing_is_told_so_by_an_empty_slate(index):
    rows = HiddenRows(lambda _: HIDDEN, lambda _: frozenset())
    slate = engine(index, rows).slate(ANNA, made_at=START)
    assert slate.picks == ()
    assert slate.message


def test_with_nothing_hidden_a_slate_is_the_same_byte_for_byte(index, rows):
    anna = taste_after(("liked", "k00-t01"), ("skipped", "k02-t01"), ("started", "k01-t03"))
    taste = replace(anna, listener_id=ListenerId("bert"))
    plain = Engine(lambda: index, dict, EngineConfig())
    assert encode(engine(index, rows).slate(taste, made_at=START)) == encode(plain.slate(taste, made_at=START))


def test_with_nothing_hidden_nobody_looks_for_what_is_seen(index):
    def refuse(_hidden):
        raise AssertionError("looked")

    assert HiddenRows(lambda _: frozenset(), refuse).of(ANNA.listener_id, index) is None


def test_a_mask_is_made_once_for_a_set_and_anew_when_tracks_have_changed(index, visible):
    seen = [visible]
    rows = HiddenRows(lambda _: HIDDEN, lambda _: seen[-1])
    mask = rows.of(ANNA.listener_id, index)
    assert rows.of(ListenerId("bert"), index) is mask
    seen.append(visible - {"k05-t01"})
    assert np.flatnonzero(rows.of(ANNA.listener_id, index) != mask).tolist() == [index.table.row("k05-t01")]
