"""What every ExperimentStore does, and what the archive says of what was shown."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from infra.stores.activity import MongoActivityArchive
from infra.stores.experiments.experiments import MongoExperimentStore
from infra.stores.experiments.shown_events import MongoShownEvents
from recommender.errors import BadInput, NotFound
from recommender.experiments.records import StoppedArm
from tests.builders.events import START, event, placed
from tests.builders.experiments import ARMS, did, experiment, shown
from tests.contracts.fakes.experiments import FakeExperimentStore, FakeShownEvents

LATER = START + timedelta(hours=1)
EVERY = timedelta(minutes=10)


class ExperimentStoreContract:
    def test_one_runs_at_a_time_and_a_name_is_used_once(self, store):
        assert store.running() is None
        store.add(experiment())
        assert store.running() == store.get("trial") == experiment()
        with pytest.raises(BadInput, match="trial runs"):
            store.add(experiment(name="other"))
        assert store.stop("trial", at=LATER)
        assert store.running() is None
        with pytest.raises(BadInput, match="trial before"):
            store.add(experiment())
        store.add(replace(experiment(name="other"), started_at=LATER))
        assert [each.name for each in store.all()] == ["other", "trial"]

    def test_what_is_over_stays_as_it_ended(self, store):
        store.add(experiment())
        assert store.stop("trial", at=LATER, why="it hurts")
        assert not store.stop("trial", at=LATER + EVERY)
        assert not store.stop_arm("trial", ARMS[1], at=LATER, why="it hurts")
        assert store.get("trial") == replace(experiment(), stopped_at=LATER, why="it hurts")

    def test_an_arm_is_stopped_once(self, store):
        store.add(experiment())
        assert store.stop_arm("trial", ARMS[1], at=LATER, why="it hurts")
        assert not store.stop_arm("trial", ARMS[1], at=LATER + EVERY, why="again")
        assert not store.stop_arm("trial", "chance_off", at=LATER, why="it is no arm of it")
        assert store.running().stopped_arms == (StoppedArm(arm=ARMS[1], at=LATER, why="it hurts"),)

    def test_one_at_a_time_looks_after_it(self, store):
        store.add(experiment())
        assert store.claim_look("trial", at=START, every=EVERY)
        assert not store.claim_look("trial", at=START + EVERY / 2, every=EVERY)
        assert store.claim_look("trial", at=START + EVERY, every=EVERY)
        store.stop("trial", at=LATER)
        assert not store.claim_look("trial", at=LATER + EVERY, every=EVERY)

    def test_an_unknown_name_is_told(self, store):
        with pytest.raises(NotFound, match="no experiment nothing"):
            store.get("nothing")


class TestFakeExperimentStore(ExperimentStoreContract):
    @pytest.fixture
    def store(self):
        return FakeExperimentStore()


@pytest.mark.live
class TestMongoExperimentStore(ExperimentStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoExperimentStore(mongo_database)


SHOWN = shown("anna", "ab", teams="fs", arm="trial/interleaved", minutes=1)
EVENTS = [
    shown("anna", "z", slate_id="s0", minutes=-1),
    SHOWN,
    shown("bert", "c"),
    did("anna", "started", "a"),
    did("bert", "liked", "c"),
    event("started", "b", number=50),
    event("shown", None, number=51),
    replace(did("anna", "queued", "b"), slate_id="s1"),
]


class ShownEventsContract:
    def test_what_was_shown_and_done_since_comes_back_whole_listener_by_listener(self, events):
        found = list(events.since(START))
        assert [each.listener_id for each in found] == ["anna", "anna", "bert", "bert"]
        wanted = [SHOWN, did("anna", "started", "a"), shown("bert", "c"), did("bert", "liked", "c")]
        assert sorted(found, key=lambda each: each.event_id) == sorted(wanted, key=lambda each: each.event_id)
        assert [events.count_since(START, limit=limit) for limit in (3, 9)] == [3, 4]


class TestFakeShownEvents(ShownEventsContract):
    @pytest.fixture
    def events(self):
        fake = FakeShownEvents()
        fake.kept = list(EVENTS)
        return fake


@pytest.mark.live
class TestMongoShownEvents(ShownEventsContract):
    @pytest.fixture
    def events(self, mongo_database):
        MongoActivityArchive(mongo_database).put_many(placed(EVENTS))
        return MongoShownEvents(mongo_database)
