"""Transactions of a size that ends in time."""

from datetime import UTC, datetime, timedelta

import pytest
from pymongo.errors import WriteConcernError

from infra.stores.history import MongoHistoryStore
from infra.stores.listening import transactions
from infra.stores.listening.transactions import LIFETIME_EXCEEDED, in_transactions
from recommender.prediction.streams.records import Play, StoredPlay
from recommender.records import ListenerId, TrackId

pytestmark = pytest.mark.live


def test_what_takes_too_long_is_written_in_halves_and_everything_once(mongo_database, monkeypatch):
    monkeypatch.setattr(transactions, "ITEMS_PER_TRANSACTION", 10)
    numbers = mongo_database["numbers"]
    mongo_database.create_collection("numbers")

    def write(part, session):
        numbers.insert_many([{"_id": number} for number in part], session=session)
        if len(part) > 3:
            raise WriteConcernError("took too long", LIFETIME_EXCEEDED)
        return len(part)

    assert in_transactions(mongo_database.client, range(25), write) == 25
    assert sorted(row["_id"] for row in numbers.find()) == list(range(25))


def test_what_takes_too_long_by_itself_is_told(mongo_database):
    def write(_part, _session):
        raise WriteConcernError("took too long", LIFETIME_EXCEEDED)

    with pytest.raises(WriteConcernError):
        in_transactions(mongo_database.client, [1, 2], write)


def test_the_plays_of_one_track_are_counted_together_whatever_their_order(mongo_database, monkeypatch):
    monkeypatch.setattr(transactions, "ITEMS_PER_TRANSACTION", 2)
    first = datetime(2021, 4, 22, 5, 41, tzinfo=UTC)
    plays = [
        StoredPlay(bytes([number]) * 16, Play(first + timedelta(hours=number), track, "Band", 100.0), TrackId(track))
        for number, track in enumerate("abab")
    ]
    assert MongoHistoryStore(mongo_database).put_many(ListenerId("anna"), plays) == 4
    counts = {row["track_id"]: row for row in mongo_database["track_plays"].find()}
    assert {track: (row["plays"], row["revision"]) for track, row in counts.items()} == {"a": (2, 1), "b": (2, 2)}
    assert counts["a"]["last_played_at"] == plays[2].play.at
