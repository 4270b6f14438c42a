"""What tracks have in common."""

from datetime import date

import pytest

from recommender.errors import BadInput
from recommender.playlists.smart.checking import check
from recommender.playlists.smart.records import Definition
from recommender.playlists.smart.shared_traits import MAX_COMMON_RULES, InCommon, in_common
from recommender.records import SoundFacts, Track
from tests.builders.smart import matcher, sources, track


def sound(*, tempo_bpm: float = 100.0, key: int = 0, mode: str = "major", loudness_lufs: float = -12.0) -> SoundFacts:
    return SoundFacts(duration_s=60.0, loudness_lufs=loudness_lufs, tempo_bpm=tempo_bpm, key=key, mode=mode)  # type: ignore[arg-type]


def library(n: int = 100) -> list[Track]:
    """A library in which nothing goes with anything else."""
    return [
        track(
            f"t{number:03}",
            artist=f"Artist {number % 50}",
            album=f"Album {number % 25}",
            genres=(f"Genre {number % 10}",),
            released_on=date(1950 + 7 * number % 70, 1, 1),
            sound=sound(
                tempo_bpm=60.0 + 11 * number % 120,
                key=number % 12,
                mode=("major", "minor")[number // 3 % 2],
                loudness_lufs=-30.0 + 5 * number % 23,
            ),
        )
        for number in range(n)
    ]


def shared(tracks: list[Track], *track_ids: str) -> InCommon:
    of = sources(tracks)
    found = in_common(matcher(of), of.positions(track_ids).tolist())
    check(Definition(rules=found.rules))
    return found


def rules_of(found: InCommon) -> dict[str, object]:
    return {trait.rule.field: trait.rule.value for trait in found.traits}


def test_the_rarest_trait_stands_first_as_the_tags_write_it():
    found = shared(library(), "t003", "t053")
    assert found.traits[0].rule.value == "Artist 3"
    assert found.traits[0].lift == pytest.approx(50.0)
    assert rules_of(found)["genre"] == "Genre 3"
    lifts = [trait.lift for trait in found.traits]
    assert lifts == sorted(lifts, reverse=True)


def test_there_are_never_more_than_five_rules():
    alike = sound(tempo_bpm=201.0, key=7, mode="minor", loudness_lufs=-3.0)
    told = {"artist": "Twin", "album": "One", "genres": ("Rare", "Rarer"), "released_on": date(1977, 1, 1)}
    twins = [track(f"z{n}", sound=alike, **told) for n in range(3)]
    assert len(shared([*library(), *twins], "z0", "z1", "z2").traits) == MAX_COMMON_RULES


def test_four_of_five_are_enough_and_three_are_not():
    tracks = library()
    assert rules_of(shared(tracks, "t001", "t011", "t021", "t031", "t002"))["genre"] == "Genre 1"
    assert "genre" not in rules_of(shared(tracks, "t001", "t011", "t021", "t003", "t002"))


def test_all_rules_together_still_hold_for_four_of_five():
    tracks = [*library(), *(track(f"x{n}", artist="A" if n else "B", album="C" if n != 1 else "D") for n in range(5))]
    found = shared(tracks, "x0", "x1", "x2", "x3", "x4")
    assert len(found.traits) == 1
    assert found.n_given_matching == 4
    assert found.n_library_matching == 4


def test_what_the_whole_library_has_is_no_trait():
    tracks = [track(f"t{n}", artist="Everybody", genres=("Same",), released_on=date(1990 + n, 1, 1)) for n in range(10)]
    found = shared(tracks, "t0", "t1", "t2")
    assert found.traits == ()
    assert (found.n_given_matching, found.n_library_matching) == (0, 0)


def test_a_decade_and_spans_of_the_sound_are_told_in_whole_steps():
    tracks = [
        *library(),
        track("x1", released_on=date(1991, 5, 1), sound=sound(tempo_bpm=171.0, loudness_lufs=-4.2, key=3)),
        track("x2", released_on=date(1999, 5, 1), sound=sound(tempo_bpm=174.5, loudness_lufs=-4.9, key=4)),
    ]
    found = rules_of(shared(tracks, "x1", "x2"))
    assert found["year"] == (1990.0, 1999.0)
    assert found["tempo"] == (170.0, 175.0)
    assert found["loudness"] == (-5.0, -4.0)
    assert "key" not in found


def test_key_and_mode_are_told_where_they_are_shared():
    tracks = [
        *library(),
        *(track(f"x{n}", sound=sound(tempo_bpm=60.0 + 50 * n, key=9, mode="minor")) for n in range(3)),
    ]
    found = rules_of(shared(tracks, "x0", "x1", "x2"))
    assert found["key"] == "A"
    assert found["mode"] == "minor"


def test_a_text_that_is_written_differently_is_the_same():
    tracks = [*library(), track("x1", artist="Björk"), track("x2", artist="BJORK")]
    assert rules_of(shared(tracks, "x1", "x2"))["artist"] == "Björk"


def test_the_same_track_twice_is_one():
    with pytest.raises(BadInput, match="1 of these tracks"):
        shared(library(), "t001", "t001")


def test_a_name_among_several_of_a_tag_is_a_trait():
    tracks = [
        *library(),
        track("x1", tags={"producer": "Pia; Quin", "writer": "Ann", "label": "Rec"}),
        track("x2", tags={"producer": "quin", "writer": "Bob", "label": "REC"}),
    ]
    found = rules_of(shared(tracks, "x1", "x2"))
    assert (found["producer"], found["label"]) == ("Quin", "Rec")
    assert "writer" not in found
