from datetime import UTC, datetime

import pytest

from etl.tables.written_dates import NoDate, moment_written, order_of

DAY = datetime(2023, 11, 10, tzinfo=UTC)
AT = datetime(2023, 11, 10, 12, 34, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2023-11-10T12:34:00Z",
        "2023-11-10 14:34+02:00",
        "2023-11-10T07:04:00-0530",
        "2023/11/10 12:34",
        "2023.11.10 12:34:00",
        "10 Nov 2023 12:34",
        "10 Nov 2023, 12:34",
        "10-Nov-2023 12:34",
        "Nov 10, 2023, 12:34:00 PM",
        "November 10th, 2023 at 12:34 pm",
        "Fri, 10 Nov 2023 12:34:00 +0000",
        "10.11.2023 12:34",
        "2023-11-10 12:34:00 UTC",
        "1699619640",
        "1699619640.0",
        "1699619640,0",
        "1699619640000",
        "1699619640000000",
        "1.69961964E9",
    ],
)
def test_a_time_however_it_is_written(text):
    assert moment_written(text) == AT


@pytest.mark.parametrize(
    "text", ["2023-11-10", "20231110", "10.11.2023", "10 November 2023", "Nov 10 2023", "2023-W45-5", "10-Nov-23"]
)
def test_a_day_however_it_is_written(text):
    assert moment_written(text, this_year=2026) == DAY


def test_a_week_is_its_monday():
    assert moment_written("2023-W45").date().isoformat() == "2023-11-06"


@pytest.mark.parametrize(
    "text",
    ["", "soon", "1999", "45240.5", "2023-13-01", "31.02.2023", "10 Foo 2023", "0001-01-01T00:00:00+14:00", "nan"],
)
def test_what_is_no_date(text):
    with pytest.raises(NoDate):
        moment_written(text)


def test_the_order_of_day_and_month_decides():
    assert moment_written("7/8/1965", "month first") == datetime(1965, 7, 8, tzinfo=UTC)
    assert moment_written("7/8/1965", "day first") == datetime(1965, 8, 7, tzinfo=UTC)
    assert moment_written("7/17/65", "month first", this_year=2026) == datetime(1965, 7, 17, tzinfo=UTC)
    with pytest.raises(NoDate, match="no date"):
        moment_written("7/8/1965")


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["7/17/1965", "7/3/1965"], "month first"),
        (["17/7/1965 10:00", "3/7/1965 09:00"], "day first"),
        (["3.7.1965"], "day first"),
        (["5/5/2020"], "day first"),
        (["2020-05-05", "10 Nov 2023", ""], None),
    ],
)
def test_the_whole_column_tells_the_order(texts, order):
    assert order_of(texts) == order


@pytest.mark.parametrize("texts", [["7/8/1965"], ["7/3/1965", "8/3/1965"], ["7/17/1965", "17/7/1965"]])
def test_a_column_that_can_be_read_both_ways_is_refused(texts):
    with pytest.raises(NoDate, match="write them as"):
        order_of(texts)


def test_of_weekly_dates_all_are_on_one_day_of_the_week():
    assert order_of(["7/3/1965", "7/10/1965"], is_weekly=True) == "month first"
    with pytest.raises(NoDate, match="day first or month first"):
        order_of(["7/3/1965"], is_weekly=True)
