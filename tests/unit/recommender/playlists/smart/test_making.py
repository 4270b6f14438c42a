"""The order and the end of a list, and when it is worked out again."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from recommender.playlists.smart.periods import is_stale
from recommender.playlists.smart.records import Definition, Limit, SortKey
from tests.builders.smart import every, made, matcher, rule, sources, track

TRACKS = (
    track("a", artist="Zoe", duration_s=100.0),
    track("b", artist="Ann", duration_s=50.0),
    track("c", duration_s=None),
    track("d", artist="Ann", duration_s=200.0),
)


def order(*keys, limit=None, seed=1, rules=()):
    of = sources(TRACKS)
    definition = Definition(
        rules=every(*rules), sort=tuple(SortKey(field=f, descending=d) for f, d in keys), limit=limit
    )
    return "".join(
        of.library.catalogue.tracks[at].track_id for at in made(definition, matcher(of), seed=seed).positions
    )


def test_without_a_key_it_is_by_title():
    assert order() == "abcd"


def test_several_keys_count_one_after_the_other_and_what_has_no_value_is_last_either_way():
    assert order(("artist", False), ("duration", True)) == "dbac"
    assert order(("artist", True), ("duration", False)) == "abdc"
    assert order(("duration", False)) == "badc"
    assert order(("duration", True)) == "dabc"


def test_chance_is_the_same_for_the_same_seed():
    orders = {order(("random", False), seed=seed) for seed in range(20)}
    assert len(orders) > 5
    assert order(("random", False), seed=3) == order(("random", False), seed=3)


@pytest.mark.parametrize(
    ("unit", "amount", "expected"),
    [("tracks", 2, "ab"), ("tracks", 9, "abcd"), ("minutes", 2.5, "abc"), ("minutes", 2.4, "a"), ("minutes", 0.5, ""),
     ("percent", 50, "ab"), ("percent", 1, "a"), ("percent", 100, "abcd")],
)  # fmt: skip
def test_a_limit_ends_the_list(unit, amount, expected):
    assert order(limit=Limit(unit=unit, amount=amount)) == expected


def test_it_tells_how_many_there_were_and_how_long_what_is_left_lasts():
    of = sources(TRACKS)
    found = made(Definition(rules=every(rule("artist", "present")), limit=Limit(unit="tracks", amount=2)), matcher(of))
    assert (found.n_matching, len(found.positions), found.duration_s) == (3, 2, 150.0)


@pytest.mark.parametrize(
    ("refresh", "kept", "now", "expected"),
    [
        ("always", "2026-01-05T12:00", "2026-01-05T12:00", True),
        ("manually", "2025-01-05T12:00", "2026-01-05T12:00", False),
        ("daily", "2026-01-04T23:30", "2026-01-05T00:30", False),  # in Berlin it is the same day
        ("daily", "2026-01-04T22:30", "2026-01-04T23:30", True),
        ("weekly", "2026-01-04T22:30", "2026-01-04T23:30", True),  # Monday begins
        ("weekly", "2026-01-05T12:00", "2026-01-11T12:00", False),
    ],
)
def test_a_list_is_worked_out_again_when_a_day_or_week_of_its_owner_begins(refresh, kept, now, expected):
    moments = [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (kept, now)]
    zone = ZoneInfo("Europe/Berlin")
    assert is_stale(moments[0], now=moments[1], refresh=refresh, zone=zone) is expected
