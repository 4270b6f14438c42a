"""Two engines within one slate: drawn fairly."""

import numpy as np
import pytest
from msgspec.structs import replace

from recommender.experiments.comparison import credit
from recommender.experiments.interleaving import draft_teams, interleave
from recommender.records import ListenerId, Pick, Slate, TrackId
from tests.builders.events import START
from tests.builders.experiments import ARMS


def picks(letters: str) -> tuple[Pick, ...]:
    return tuple(Pick(track_id=TrackId(each), score=1.0, source="taste", reason="") for each in letters)


def slate(letters: str, *, shared: str = "") -> Slate:
    return Slate(
        slate_id="s1",
        listener_id=ListenerId("anna"),
        picks=picks(letters),
        model_version="v1",
        made_at=START,
        shared=shared,
    )


def drafts(first: str, second: str, *, n: int, times: int = 400):
    rng = np.random.default_rng(1)
    return [draft_teams(picks(first), picks(second), n=n, rng=rng) for _ in range(times)]


def test_each_team_gives_its_best_in_turn_and_no_track_comes_twice():
    for drafted in drafts("abcdef", "bcxyzw", n=6):
        tracks = [pick.track_id for pick, _ in drafted]
        assert len(set(tracks)) == 6
        assert [team for _, team in drafted].count(0) == 3
        for team, letters in enumerate(("abcdef", "bcxyzw")):
            own = [pick.track_id for pick, of in drafted if of == team]
            assert own == sorted(own, key=letters.index)
        assert {drafted[0][0].track_id} <= {"a", "b"}


def test_the_teams_stand_as_high_and_are_as_large_also_where_the_places_are_odd():
    all_drafts = drafts("abcdefgh", "stuvwxyz", n=5)
    places = [place for each in all_drafts for place, (_, team) in enumerate(each) if team == 1]
    assert len(places) / len(all_drafts) == pytest.approx(2.5, abs=0.1)
    assert np.mean(places) == pytest.approx(2.0, abs=0.1)


def test_of_two_engines_that_are_alike_neither_is_preferred_whatever_place_is_clicked():
    rng = np.random.default_rng(2)
    for place in range(4):
        teams = [each[place][1] for each in drafts("abcdef", "abcdef", n=6)]
        assert credit(teams.count(0), teams.count(1)) == pytest.approx(0.0, abs=0.12)
    assert [team for _, team in draft_teams(picks("a"), picks("a"), n=3, rng=rng)] in ([0], [1])


def test_the_engine_whose_picks_are_wanted_gets_the_credit():
    wanted = set("uvw")
    teams = [team for each in drafts("abcdef", "uvwxyz", n=6) for pick, team in each if pick.track_id in wanted]
    assert credit(teams.count(0), teams.count(1)) == 1.0
    assert credit(0, 0) is None


def test_a_slate_of_both_names_the_team_of_each_pick_and_says_of_all_only_what_holds_for_all():
    both = (slate("abc", shared="Most are like A"), slate("xyz", shared="Most are like X"))
    made = interleave(both, ARMS, rng=np.random.default_rng(3))
    assert made.shared == ""
    assert {(pick.team, pick.reason) for pick in made.picks} == {
        (ARMS[0], "Most are like A"),
        (ARMS[1], "Most are like X"),
    }
    alike = interleave((both[0], replace(both[1], shared=both[0].shared)), ARMS, rng=np.random.default_rng(3))
    assert alike.shared == "Most are like A"
    assert {pick.reason for pick in alike.picks} == {""}
