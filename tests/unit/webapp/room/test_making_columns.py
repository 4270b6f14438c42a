from threading import Event, Thread
from types import SimpleNamespace

import numpy as np

from recommender.room.quantities.quantity import Quantity
from recommender.room.quantities.sources import Listening, Sources
from recommender.room.quantities.values import Numbers
from tests.builders.seen_maps import made_library
from webapp.room.asking import Rooms

WAIT_S = 20.0


def test_a_column_that_is_being_made_is_waited_for_and_another_is_made_meanwhile():
    library = made_library()
    sources = Sources(library, Listening.nothing(len(library.seen.catalogue)))
    look = SimpleNamespace(room=SimpleNamespace(library=library), services=SimpleNamespace(compute=lambda work: work()))
    began, may_end, read = Event(), Event(), []

    def slow(_):
        began.set()
        assert may_end.wait(WAIT_S)
        read.append("slow")
        return Numbers(np.zeros(48, dtype=np.float32))

    def quick(_):
        read.append("quick")
        return Numbers(np.ones(48, dtype=np.float32))

    slowly, quickly = (
        Quantity(name=each.__name__, origin="estimated", scale="linear", read=each) for each in (slow, quick)
    )
    rooms = Rooms(None, None)
    threads = [Thread(target=lambda: rooms.make_columns(look, [slowly], sources), daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert began.wait(WAIT_S)
    rooms.make_columns(look, [quickly], sources)
    assert read == ["quick"]
    may_end.set()
    for thread in threads:
        thread.join(WAIT_S)
    assert read == ["quick", "slow"]
