from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import asdict, replace

from infra.stores.scans import MongoScanStore
from recommender.catalogue.libraries.scans import ABANDONED, ABANDONED_AFTER_S, KEPT_PER_LIBRARY, ScanFigures
from tests.contracts.fakes.scans import MemoryScanStore

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
FIGURES = ScanFigures(n_found=10, n_to_open=4, n_done=8, n_rejected=1, n_new=1, n_missing=0)


class ScanStoreContract:
    def silence(self, scans, scan_id):
        """Make it long ago that the scan told anything."""
        raise NotImplementedError

    def test_a_scan_asked_for_waits_is_taken_once_and_ends(self, scans):
        asked = scans.ask("pop", asked_by="page", now=NOW)
        assert scans.all() == (asked,)
        assert (asked.state, asked.asked_at, asked.retry_rejected) == ("waiting", NOW, False)
        taken = scans.take(asked.scan_id, now=LATER)
        assert (taken.state, taken.began) == ("scanning", LATER)
        assert scans.take(asked.scan_id, now=LATER) is None
        scans.end(asked.scan_id, "done", now=LATER, figures=FIGURES)
        (ended,) = scans.all()
        assert (ended.state, ended.ended, ended.n_new, ended.n_found) == ("done", LATER, 1, 10)

    def test_what_is_asked_for_while_one_waits_is_asked_for_once(self, scans):
        first = scans.ask("pop", asked_by="watch", now=NOW)
        assert scans.ask("pop", asked_by="watch", now=LATER) == first
        again = scans.ask("pop", asked_by="page", now=LATER, retry_rejected=True)
        assert (again.scan_id, again.asked_by, again.retry_rejected) == (first.scan_id, "page", True)
        assert scans.ask("pop", asked_by="watch", now=LATER) == again
        assert scans.all() == (again,)

    def test_a_rest_that_waits_becomes_a_whole_scan_when_one_is_asked_for(self, scans):
        rest = scans.ask("pop", asked_by="watch", now=NOW, is_rest=True)
        assert rest.is_rest
        assert scans.ask("pop", asked_by="watch", now=LATER, is_rest=True) == rest
        whole = scans.ask("pop", asked_by="watch", now=LATER)
        assert (whole.scan_id, whole.is_rest) == (rest.scan_id, False)
        assert not scans.ask("pop", asked_by="watch", now=LATER, is_rest=True).is_rest

    def test_while_one_runs_the_next_waits(self, scans):
        first = scans.ask("pop", asked_by="page", now=NOW)
        scans.take(first.scan_id, now=NOW)
        second = scans.ask("pop", asked_by="watch", now=LATER)
        assert second.scan_id != first.scan_id
        assert [scan.state for scan in scans.all()] == ["waiting", "scanning"]

    def test_progress_is_told_and_the_time_of_the_first_opened_file_stays(self, scans):
        scan = scans.begin("pop", now=NOW)
        assert scan.asked_by == "command"
        assert not scans.tell(scan.scan_id)
        assert scans.all()[0].opening_began is None
        assert not scans.tell(scan.scan_id, FIGURES)
        opening_began = scans.all()[0].opening_began
        assert opening_began is not None
        scans.tell(scan.scan_id, FIGURES)
        (seen,) = scans.all()
        assert seen.opening_began == opening_began
        assert {name: getattr(seen, name) for name in asdict(FIGURES)} == asdict(FIGURES)

    def test_the_analysis_begins_when_every_file_is_opened(self, scans):
        scan = scans.begin("pop", now=NOW)
        scans.tell(scan.scan_id, replace(FIGURES, n_to_analyse=3))
        assert scans.all()[0].analysis_began is None
        scans.tell(scan.scan_id, replace(FIGURES, n_done=10, n_to_analyse=0))
        assert scans.all()[0].analysis_began is None
        analysing = replace(FIGURES, n_done=10, n_to_analyse=3, n_analysed=1)
        scans.tell(scan.scan_id, analysing)
        began = scans.all()[0].analysis_began
        assert began is not None
        scans.tell(scan.scan_id, replace(analysing, n_analysed=2))
        (seen,) = scans.all()
        assert (seen.analysis_began, seen.n_to_analyse, seen.n_analysed) == (began, 3, 2)
        scans.end(scan.scan_id, "stopped", now=LATER)
        scans.wait_again(scan.scan_id)
        assert scans.all()[0].analysis_began is None

    def test_a_scan_whose_process_is_gone_has_failed(self, scans):
        scan = scans.begin("pop", now=NOW)
        assert scans.all()[0].state == "scanning"
        self.silence(scans, scan.scan_id)
        (seen,) = scans.all()
        assert (seen.state, seen.message) == ("failed", ABANDONED)
        scans.settle_abandoned(now=LATER)
        (seen,) = scans.all()
        assert (seen.state, seen.message, seen.ended) == ("failed", ABANDONED, LATER)
        assert scans.tell(scan.scan_id)

    def test_a_waiting_scan_is_stopped_at_once_and_a_running_one_is_told_so(self, scans):
        waiting = scans.ask("pop", asked_by="page", now=NOW)
        assert scans.ask_to_stop(waiting.scan_id, now=LATER)
        assert [(scan.state, scan.ended) for scan in scans.all()] == [("stopped", LATER)]
        assert not scans.ask_to_stop(waiting.scan_id, now=LATER)
        assert not scans.ask_to_stop("nothing", now=LATER)
        running = scans.begin("rock", now=NOW)
        assert scans.ask_to_stop(running.scan_id, now=LATER)
        assert scans.tell(running.scan_id, FIGURES)
        scans.end(running.scan_id, "stopped", now=LATER, message="by hand")
        scans.end(running.scan_id, "failed", now=LATER, message="too late")
        assert {scan.message for scan in scans.all()} == {"", "by hand"}

    def test_an_interrupted_scan_waits_again_unless_another_one_does(self, scans):
        scan = scans.ask("pop", asked_by="page", now=NOW, retry_rejected=True)
        scans.take(scan.scan_id, now=NOW)
        scans.end(scan.scan_id, "stopped", now=LATER, message="interrupted")
        scans.wait_again(scan.scan_id)
        assert scans.all() == (scan,)
        scans.take(scan.scan_id, now=NOW)
        scans.end(scan.scan_id, "stopped", now=LATER)
        other = scans.ask("pop", asked_by="page", now=LATER)
        scans.wait_again(scan.scan_id)
        assert [each.scan_id for each in scans.all() if each.state == "waiting"] == [other.scan_id]

    def test_old_scans_are_forgotten_and_all_of_a_library_that_goes(self, scans):
        for minute in range(KEPT_PER_LIBRARY + 5):
            scan = scans.begin("pop", now=NOW + timedelta(minutes=minute))
            scans.end(scan.scan_id, "done", now=NOW + timedelta(minutes=minute))
        newest = scans.all()
        assert len(newest) <= KEPT_PER_LIBRARY + 1
        assert newest[0].scan_id == scan.scan_id
        other = scans.ask("rock", asked_by="page", now=NOW)
        scans.forget("pop")
        assert scans.all() == (other,)


class TestMemoryScanStore(ScanStoreContract):
    @pytest.fixture
    def scans(self):
        return MemoryScanStore()

    def silence(self, scans, scan_id):
        scans.told_at[scan_id] -= timedelta(seconds=ABANDONED_AFTER_S + 1)


@pytest.mark.live
class TestMongoScanStore(ScanStoreContract):
    @pytest.fixture
    def scans(self, mongo_database):
        self.database = mongo_database
        return MongoScanStore(mongo_database)

    def silence(self, _, scan_id):
        long_ago = [{"$set": {"told_at": {"$subtract": ["$$NOW", 1000 * (ABANDONED_AFTER_S + 1)]}}}]
        self.database["scans"].update_one({"_id": scan_id}, long_ago)
