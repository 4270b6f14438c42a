"""What a listener hears who steers: towards the known or the new, the calm or the loud, and by their own limits."""

from collections import Counter
from statistics import mean

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from recommender.listening import steering
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.folding import update_taste
from recommender.listening.scoring import PARTS, score
from recommender.listening.situation import Popular, Situation
from recommender.listening.steering import Known, energy_levels
from recommender.records import Steering
from tests.builders.events import HALF_LIFE_DAYS, START, event, taste_after
from tests.builders.index import made_index
from tests.builders.moods import made_moods

N_KINDS, PER_KIND = 12, 25
EVEN = (0.25, 0.25, 0.25, 0.25)
NOBODY = Popular(rows=np.empty(0, dtype=np.int32), shares=np.empty(0, dtype=np.float32))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"), n_kinds=N_KINDS, per_kind=PER_KIND)


@pytest.fixture(scope="module")
def energy(index):
    """Kinds differ in their energy, and the tracks of a kind around it."""
    rng = np.random.default_rng(3)
    of_kind = rng.normal(0.5, 0.15, N_KINDS).repeat(PER_KIND)
    values = np.clip(of_kind + rng.normal(0.0, 0.1, len(index)), 0.0, 1.0)
    return dict(zip(index.table.track_ids, values.tolist(), strict=True))


@pytest.fixture(scope="module")
def engine(index, energy):
    moods = made_moods(dict.fromkeys(index.table.track_ids, EVEN), energy)
    return Engine(lambda: index, dict, EngineConfig(), lambda: moods)


def tastes():
    """Twelve listeners, each with a loved kind, a second one, and a track that plays."""
    for kind in range(N_KINDS):
        other = (kind + 4) % N_KINDS
        yield taste_after(
            ("started", f"k{kind:02d}-t01"),
            ("finished", f"k{kind:02d}-t01"),
            ("liked", f"k{other:02d}-t03"),
            ("started", f"k{kind:02d}-t07"),
        )


def steered(taste, **wish):
    return replace(taste, steering=Steering(**wish))


def picked(engine, taste):
    return [pick.track_id for pick in engine.slate(taste, made_at=START).picks]


def share_known(engine, index, **steering):
    """Return the share of picks by artists that the listener has heard or likes, over all listeners."""
    shares = []
    for taste in tastes():
        known = Known.of(taste, index).all_rows()
        shares += [index.table.row(each) in known for each in picked(engine, steered(taste, **steering))]
    return mean(map(float, shares))


def mean_energy(engine, levels, **steering):
    return mean(levels[each] for taste in tastes() for each in picked(engine, steered(taste, **steering)))


def test_at_the_ends_of_familiarity_the_picks_are_known_or_new(engine, index):
    new, neutral, known = (share_known(engine, index, familiarity=each) for each in (0.0, 0.5, 1.0))
    assert new <= 0.05
    assert 0.3 <= neutral <= 0.62
    assert known >= 0.65, "four artists are known, of whom ten picks hold two each: 8 of 12 picks"


def test_at_the_ends_of_energy_the_picks_are_half_a_standard_deviation_calmer_or_louder(engine, energy):
    std = float(np.std(list(energy.values())))
    calm, neutral, loud = (mean_energy(engine, energy, energy=each) for each in (-1.0, 0.0, 1.0))
    assert neutral - calm >= 0.5 * std
    assert loud - neutral >= 0.5 * std


def test_each_step_of_familiarity_brings_more_of_what_is_known(engine, index):
    shares = [share_known(engine, index, familiarity=each, artist_cap=10) for each in (0.2, 0.35, 0.5, 0.65, 0.8)]
    assert shares == sorted(shares)
    assert len(set(shares)) == 5
    near = [share_known(engine, index, familiarity=each, artist_cap=10) for each in (0.45, 0.55)]
    assert max(abs(each - shares[2]) for each in near) < 1.01 / 12, "one pick of twelve"


def test_each_step_of_energy_is_louder_than_the_one_before(engine, energy):
    std = float(np.std(list(energy.values())))
    levels = [mean_energy(engine, energy, energy=each) for each in (-0.8, -0.4, 0.0, 0.4, 0.8)]
    assert min(np.diff(levels)) > 0
    near = [mean_energy(engine, energy, energy=each) for each in (-0.1, 0.1)]
    assert max(abs(each - levels[2]) for each in near) < 0.2 * std


def test_who_steers_nowhere_gets_the_slate_of_who_does_not_steer_byte_for_byte(engine):
    for taste in tastes():
        plain = engine.slate(taste, made_at=START)
        neutral = engine.slate(steered(taste, familiarity=0.5, energy=0.0), made_at=START)
        assert b"steering" not in msgspec.json.encode(plain)
        assert msgspec.json.encode(replace(neutral, steering=msgspec.UNSET)) == msgspec.json.encode(plain)


def test_parts_that_nobody_asked_for_add_nothing_to_a_score(index):
    taste = next(iter(tastes()))
    situation = Situation.resolve(taste, index, NOBODY, half_life_days=HALF_LIFE_DAYS, energy=np.ones(len(index)))
    found = score(situation, np.arange(len(index), dtype=np.int32), np.random.default_rng(1))
    assert PARTS[-2:] == ("familiarity", "energy")
    assert not found.parts.familiarity.any()
    assert not found.parts.energy.any()
    others = np.ascontiguousarray(np.stack(found.parts[:-2], axis=1))
    assert np.array_equal(found.scores, others.sum(axis=1))


def test_a_pick_tells_what_steering_gave_it(engine):
    slate = engine.slate(steered(next(iter(tastes())), familiarity=0.0, energy=1.0), made_at=START)
    assert all({"familiarity", "energy"} <= pick.contributions.keys() for pick in slate.picks)
    assert slate.steering == Steering(familiarity=0.0, energy=1.0)


def test_energy_moves_nothing_before_the_library_has_moods(index):
    engine = Engine(lambda: index, dict, EngineConfig())
    taste = next(iter(tastes()))
    assert picked(engine, steered(taste, energy=1.0)) == picked(engine, taste)


def test_radio_is_steered_within_its_mood(engine, energy):
    taste = next(iter(tastes()))
    calm, loud = (
        mean(energy[pick.track_id] for pick in engine.slate(each, made_at=START, mood="Happy").picks)
        for each in (steered(taste, energy=-1.0), steered(taste, energy=1.0))
    )
    assert calm < loud


def test_a_listeners_own_artist_cap_goes_before_the_instances(engine, index):
    def most_of_an_artist(taste):
        slate = engine.slate(taste, made_at=START, n=30)
        artists = [index.table.artists[index.table.row(pick.track_id)] for pick in slate.picks]
        return max(max(Counter(artists[i : i + 10]).values()) for i in range(len(artists)))

    taste = taste_after(*[("liked", f"k03-t{n:02d}") for n in (0, 5, 10)])
    assert most_of_an_artist(taste) == 2
    assert most_of_an_artist(steered(taste, artist_cap=1)) == 1
    assert most_of_an_artist(steered(taste, artist_cap=5)) > 2


def test_a_listeners_own_half_life_weighs_what_is_long_ago(engine):
    old, recent = event("liked", "k02-t01", minutes=0), event("finished", "k09-t01", number=1, minutes=60 * 24 * 60)
    taste = taste_after()
    for each in (old, recent):
        taste = update_taste(taste, each, half_life_days=HALF_LIFE_DAYS)

    def share_old(taste):
        picks = picked(engine, taste)
        return sum(each.startswith("k02") for each in picks) / len(picks)

    assert share_old(steered(taste, half_life_days=365.0)) > share_old(taste)


def test_tracks_of_one_energy_share_a_level_and_those_not_described_are_in_the_middle(index):
    track_ids = index.table.track_ids[:5]
    energy = dict(zip(track_ids, (0.2, 0.5, 0.5, 0.5, 0.9), strict=True))
    levels = energy_levels(made_moods(dict.fromkeys(track_ids, EVEN), energy), index)
    assert levels[:5].tolist() == [-1.0, 0.0, 0.0, 0.0, 1.0]
    assert not levels[5:].any()


def test_known_is_what_was_heard_or_liked_and_all_of_those_artists(index):
    known = Known.of(taste_after(("started", "k01-t02"), ("liked", "k05-t00"), ("liked", "gone")), index)
    every = np.arange(len(index), dtype=np.int32)
    rows = known.all_rows()
    assert {index.table.artists[row] for row in rows} == {"artist 1.2", "artist 5.0"}
    assert len(rows) == 2 * PER_KIND / 5
    assert every[known.among(every)].tolist() == rows.tolist()


def test_in_a_large_library_what_is_new_or_loud_is_looked_for_among_some_tracks_by_chance(index, monkeypatch):
    monkeypatch.setattr(steering, "DRAWN", 40)
    taste = replace(next(iter(tastes())), steering=Steering(familiarity=0.0, energy=1.0))
    levels = np.linspace(-1, 1, len(index), dtype=np.float32)
    course = steering.Course.of(taste, index, levels)
    found = [course.wanted(len(index), np.random.default_rng(seed)) for seed in (1, 2)]
    assert found[0].tolist() != found[1].tolist()
    for rows in found:
        assert 0 < len(rows) <= 40
        assert not course.known.among(rows).any()
        assert levels[rows].min() >= steering.OUTER_LEVEL
