from datetime import UTC, datetime

import pytest

from etl.tables.data_dates import newest_date

NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "newest"),
    [
        (["1982-10-27", "2019-05-31", "1999"], "2019-05-31"),
        (["2019", "2019-05-31", "2012.0"], "2019-12-31"),
        (["2026", "1999"], "2026-11-28"),
        (["2099-01-01", "2050", "0000", "1999-01-02", "nonsense", ""], "1999-01-02"),
        (["05/31/2019", "06/03/2019"], "2019-06-03"),
    ],
)
def test_the_newest_date_that_can_be_is_how_new_the_data_are(texts, newest):
    assert f"{newest_date(texts, clock=lambda: NOW):%Y-%m-%d}" == newest


def test_data_without_dates_tell_nothing():
    assert newest_date(["", "nan", "06/03/2019"], clock=lambda: NOW) is None
