import pytest

from infra.jobs.sent_tables import forget_all_but, kept_tables, safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("songs.csv", "songs.csv"),
        ("regional-global-weekly-2023-07-27.csv", "regional-global-weekly-2023-07-27.csv"),
        ("C:\\Users\\ann\\my songs (2).CSV", "my songs (2).CSV"),
        ("../../etc/passwd", "passwd"),
        ("--force", "force"),
        ("..", "table"),
        ("", "table"),
        ("a\0b\n;c.csv", "a_b_c.csv"),
        ("ゲーム音楽.parquet", "ゲーム音楽.parquet"),
        (f"{'x' * 300}.csv", f"{'x' * 196}.csv"),
        ("x" * 300, "x" * 200),
        ("音" * 200 + ".csv", "音" * 65 + ".csv"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_only_a_name(sent, kept):
    assert safe_name(sent) == kept


def test_only_what_is_wanted_stays(tmp_path):
    tables = [tmp_path / topic_id / "t.csv" for topic_id in "abc"]
    for table in tables:
        table.parent.mkdir()
        table.touch()
    assert kept_tables(tmp_path) == tables
    forget_all_but({tables[1], None}, of=tables)
    assert kept_tables(tmp_path) == [tables[1]]
