"""Up to which year a table can be complete: counting half a year as a whole one would teach decline."""

from collections.abc import Iterable

from recommender.prediction.releases.records import Release

DECEMBER = 12


def last_complete_year(releases: Iterable[Release], *, this_year: int) -> int:
    """Return the newest year that is over as far as the table tells.

    A table with dates holds a year whole when it reaches that year's December; a table with bare years, when the year
    is past. The present year is never complete.
    """
    listed = list(releases)
    newest = max(release.year for release in listed)
    months = {release.month for release in listed if release.year == newest}
    is_whole = DECEMBER in months or months == {None}
    return min(newest if is_whole else newest - 1, this_year - 1)
