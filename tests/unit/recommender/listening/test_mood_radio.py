"""What somebody hears who asks for a mood."""

import pytest

from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.taste import Taste
from recommender.prediction.library.moods import NoMoods
from recommender.records import ListenerId
from tests.builders.events import START, taste_after
from tests.builders.index import index_of, kind_of, made_tracks, made_vectors
from tests.builders.moods import made_moods

ANNA = Taste(listener_id=ListenerId("anna"))
CALM, HAPPY = (0.1, 0.05, 0.03, 0.82), (0.7, 0.1, 0.15, 0.05)
KINDS, PER_KIND = 6, 12
TRACKS = made_tracks(KINDS, PER_KIND)
CALM_KINDS = {"k00", "k01", "k02"}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("index"), TRACKS, made_vectors(KINDS, PER_KIND))


@pytest.fixture(scope="module")
def moods():
    return made_moods({t.track_id: CALM if kind_of(t.track_id) in CALM_KINDS else HAPPY for t in TRACKS})


@pytest.fixture
def engine(index, moods):
    return Engine(lambda: index, dict, EngineConfig(), lambda: moods)


def picked(slate):
    return [pick.track_id for pick in slate.picks]


def test_only_tracks_of_the_mood_are_picked(engine):
    slate = engine.slate(ANNA, made_at=START, mood="Calm")
    assert len(slate.picks) == 12
    assert {kind_of(each) for each in picked(slate)} <= CALM_KINDS


def test_without_a_wish_the_moods_pick_nothing_but_are_named(engine, index):
    taste = taste_after(("finished", "k01-t01"))
    slate, unmoved = (
        each.slate(taste, made_at=START) for each in (engine, Engine(lambda: index, dict, EngineConfig()))
    )
    assert picked(slate) == picked(unmoved)
    assert any("same calm" in pick.reason for pick in slate.picks)


def test_reasons_say_how_well_a_pick_fits_and_why_else_it_is_there(engine):
    alone = engine.slate(ANNA, made_at=START, mood="Calm")
    assert {pick.reason for pick in alone.picks} == {"calm (82 %)"}
    assert {pick.source for pick in alone.picks} == {"mood"}
    assert alone.because == "calm music, as you asked"
    slate = engine.slate(taste_after(("finished", "k01-t01")), made_at=START, mood="Calm")
    assert "“Title 1.1”, which you finished" in slate.shared
    assert any(pick.reason.startswith("similar") and pick.reason.endswith(" · calm (82 %)") for pick in slate.picks)
    assert slate.because == "calm music, as you asked; because you finished “Title 1.1”"
    assert slate.picks[0].contributions["mood"] == pytest.approx(0.6 * 0.82, abs=1e-3)


def test_the_taste_still_decides_within_the_mood(engine):
    slate = engine.slate(taste_after(("liked", "k02-t01"), ("finished", "k02-t03")), made_at=START, mood="Calm")
    kinds = [kind_of(each) for each in picked(slate)]
    assert kinds.count("k02") > len(kinds) / 3


def test_it_goes_on_when_every_track_of_the_mood_was_heard(engine):
    calm = [t.track_id for t in TRACKS if kind_of(t.track_id) in CALM_KINDS]
    taste = taste_after(*[("finished", each) for each in calm])
    slate = engine.slate(taste, made_at=START, mood="Calm")
    assert len(slate.picks) == 12
    assert not set(picked(slate)) & set(taste.heard[: len(calm) // 3])


def test_what_was_disliked_stays_away(engine):
    taste = taste_after(("disliked", "k00-t01"))
    everything = engine.slate(taste, made_at=START, mood="Calm", n=36)
    assert "k00-t01" not in picked(everything)


def test_a_rare_mood_takes_what_comes_nearest_and_says_so(engine):
    slate = engine.slate(ANNA, made_at=START, mood="Sad")
    assert len(slate.picks) == 12
    assert slate.picks[0].reason == "sad (10 %)"


def test_a_mood_that_nothing_has_gives_an_empty_slate_with_a_message(index):
    engine = Engine(lambda: index, dict, EngineConfig(), lambda: made_moods({"gone": CALM}))
    slate = engine.slate(ANNA, made_at=START, mood="Calm")
    assert (slate.picks, slate.message) == ((), "no calm track is known; `segue build moods` describes the library")


def test_tracks_that_nobody_described_are_not_picked(index):
    some = made_moods({"k00-t00": CALM, "k01-t01": CALM})
    slate = Engine(lambda: index, dict, EngineConfig(), lambda: some).slate(ANNA, made_at=START, mood="Calm")
    assert set(picked(slate)) == {"k00-t00", "k01-t01"}


def test_slates_of_different_moods_have_different_ids(engine):
    ids = {engine.slate(ANNA, made_at=START, mood=mood).slate_id for mood in (None, "Calm", "Happy")}
    assert len(ids) == 3


def test_without_moods_of_the_library_the_command_is_named(index):
    with pytest.raises(NoMoods, match="segue build moods"):
        Engine(lambda: index, dict, EngineConfig()).slate(ANNA, made_at=START, mood="Calm")
