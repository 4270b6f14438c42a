from etl.ingest.ledger import KnownFile
from etl.ingest.plan import make_plan
from etl.ingest.run import Run
from etl.ingest.summary import Summary
from etl.readers.listing import FoundFile, Listing
from infra.commands.ingest import is_rest_left
from infra.jobs.recorded_scan import figures_of
from recommender.catalogue.libraries.scans import Scan
from recommender.records import TrackId
from tests.builders.playlists import NOW


def scan(*, is_rest: bool) -> Scan:
    return Scan(scan_id="1", library_id="pop", asked_by="page", asked_at=NOW, is_rest=is_rest)


def test_another_scan_goes_on_with_what_was_put_off_or_postponed() -> None:
    first, rest = scan(is_rest=False), scan(is_rest=True)
    assert not is_rest_left(first, Summary(analysed=3, rejected=1))
    assert is_rest_left(first, Summary(analysed=3, listed=1))
    assert is_rest_left(first, Summary(postponed=1))
    assert is_rest_left(rest, Summary(analysed=1, postponed=1))


def test_a_rest_that_gets_nowhere_is_not_tried_without_end() -> None:
    assert not is_rest_left(scan(is_rest=True), Summary(unchanged=7, postponed=2))


def test_what_was_postponed_does_not_count_as_analysed() -> None:
    listing = Listing(files=tuple(FoundFile(url=f"file:///{n}", size=1, mtime_ns=1) for n in range(5)))
    listed = {
        TrackId(str(n)): KnownFile(url=f"file:///{n}", size=1, mtime_ns=1, track_id=TrackId(str(n))) for n in range(4)
    }
    run = Run(plan=make_plan(listing, {}, set()), known={}, analysed=set(), listed=listed, n_unread=1)
    figures = figures_of(run, Summary(listed=1, analysed=1, rejected=1, postponed=2))
    assert (figures.n_found, figures.n_done, figures.n_to_analyse, figures.n_analysed) == (5, 5, 4, 2)
