"""librdkafka in a process whose threads are greenlets, as the player's is."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.live
PROGRAM = """
from gevent import monkey
monkey.patch_all()
import sys
from infra.web.serving import keep_hub_awake
from infra.web.real_threads import start_system_thread
from streaming.clients.confluent_producer import ConfluentProducer
from streaming.topics import Topics, ensure_topics

keep_hub_awake()
for number in range(12):
    ensure_topics(sys.argv[1], Topics(f"{sys.argv[2]}-{number}"), partitions=1)
producer = ConfluentProducer(sys.argv[1], start_thread=start_system_thread)
for number in range(500):
    producer.send(Topics(f"{sys.argv[2]}-0").slates, key=b"k", value=b"v").wait()
producer.close()
print("done")
"""

WAITING = """
from gevent import monkey
monkey.patch_all()
import sys, threading, time
from gevent.event import AsyncResult
from gevent.monkey import get_original
from infra.web.serving import keep_hub_awake

if sys.argv[1] == "awake":
    keep_hub_awake()
woken = AsyncResult()

def wake_later():
    get_original("time", "sleep")(0.5)
    woken.set("done")

get_original("_thread", "start_new_thread")(wake_later, ())
print(woken.get())
"""


@pytest.mark.parametrize(("hub", "printed"), [("awake", "done\n"), ("asleep", "")])
def test_a_wait_for_a_thread_that_gevent_does_not_know_ends_the_process_unless_the_hub_is_kept_awake(hub, printed):
    done = subprocess.run(
        [sys.executable, "-c", WAITING, hub], capture_output=True, text=True, timeout=30, check=False
    )  # fmt: skip
    assert (done.stdout, "LoopExit" in done.stderr) == (printed, not printed), done.stderr


def test_topics_are_made_and_messages_sent_while_nothing_else_goes_on(kafka_bootstrap, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, kafka_bootstrap, tmp_path.name],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout == "done\n", done.stderr
