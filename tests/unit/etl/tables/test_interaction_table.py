import pytest

from etl.tables.interaction_table import read_interactions
from recommender.errors import BadInput

HETREC = "userID\tartistID\tweight\n2\t51\t13883\n2\t52\t11690\n3\t51\t228\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "plays.dat"


def pairs(table):
    plays = table.interactions
    return {
        (table.listeners[listener], table.items[item]): count
        for listener, item, count in zip(plays.listeners, plays.items, plays.plays, strict=True)
    }


def test_hetrecs_form_is_read(path):
    path.write_text(HETREC)
    table = read_interactions(path)
    assert pairs(table) == {("2", "51"): 13883, ("2", "52"): 11690, ("3", "51"): 228}
    assert table.in_words == "3 rows: 3 pairs of 2 listeners and 2 artists"


def test_columns_are_found_by_name_in_any_order(path):
    path.write_text("Play Count,date,Artist,User\n5,2020,Björk,ann\n1.000,2021,Air,bob\n", encoding="utf-8")
    assert pairs(read_interactions(path)) == {("ann", "Björk"): 5, ("bob", "Air"): 1000}


def test_a_pair_in_several_rows_is_summed(path):
    path.write_text("user,artist,plays\nann,Air,5\nann,Air,6\n")
    assert pairs(read_interactions(path)) == {("ann", "Air"): 11}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",Air,5", "row 2 has no listener"),
        ("ann,,5", "row 2 has no artist"),
        ("ann,Air,many", "row 2 has 'many' plays"),
        ("ann,Air,-1", "row 2 has '-1' plays"),
        ("ann,Air,0", "row 2 has '0' plays"),
        ("ann,Air", "1 with cells too few or too many"),
    ],
)
def test_a_bad_row_is_left_out_and_told(path, row, why):
    path.write_text(f"user,artist,plays\nann,Björk,2\n{row}\nbob,Air,4\n", encoding="utf-8")
    table = read_interactions(path)
    assert pairs(table) == {("ann", "Björk"): 2, ("bob", "Air"): 4}
    assert (table.n_rows, table.n_bad, table.why_bad) == (3, 1, why)
    assert f"1 left out ({why})" in table.in_words


def test_a_missing_column_is_named_with_those_that_are_there(path):
    path.write_text("user,song,plays\nann,x,1\n")
    with pytest.raises(BadInput, match=r"plays.dat has no column artist_id or .*; there are user, song, plays"):
        read_interactions(path)


@pytest.mark.parametrize(("rows", "why"), [("", "it has no rows"), ("ann,Air,none\n", "row 1 has 'none' plays")])
def test_a_table_without_a_good_row_is_refused(path, rows, why):
    path.write_text(f"user,artist,plays\n{rows}")
    with pytest.raises(BadInput, match=f"no row with a listener, an artist and plays above 0: {why}"):
        read_interactions(path)
