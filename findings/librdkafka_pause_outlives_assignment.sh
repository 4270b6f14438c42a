#!/bin/sh
# A partition that was paused stays paused after it was revoked and assigned again.
#
# Expected: `pause` holds for the present assignment, as in Kafka's own Java client, whose partitions come unpaused after
#   a rebalance. A worker pauses while a database is away, loses its partitions meanwhile, gets them back, and goes on.
# Seen with confluent-kafka 2.16.1 (librdkafka 2.16): the pause outlives the revocation. The member has its partitions,
#   reports no error, and receives nothing for ever; `resume` for the new assignment brings the messages at once.
# What segue does: `resume` in every `on_assign`.
# Exits 0 while this is so, 1 when it has changed. No broker is needed: librdkafka's own mock broker is used.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check confluent-kafka==2.16.1
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import time

import confluent_kafka as ck

print("confluent-kafka", ck.version(), "librdkafka", ck.libversion()[0])
producer = ck.Producer({"test.mock.num.brokers": 1, "log_level": 0})
broker = next(iter(producer.list_topics(timeout=10).brokers.values()))
for number in range(6):
    producer.produce("songs", key=b"k", value=b"%d" % number, partition=0)
producer.flush(10)


def member(told):
    consumer = ck.Consumer({
        "bootstrap.servers": f"{broker.host}:{broker.port}", "group.id": "g", "enable.auto.commit": False,
        "auto.offset.reset": "earliest", "session.timeout.ms": 6000, "heartbeat.interval.ms": 500, "log_level": 0,
    })
    consumer.subscribe(
        ["songs"],
        on_assign=lambda _, places: told.append(f"assigned {sorted(each.partition for each in places)}"),
        on_revoke=lambda _, places: told.append(f"revoked {sorted(each.partition for each in places)}"),
    )
    return consumer


def polled(consumer, until, seconds=20):
    values, ends = [], time.monotonic() + seconds
    while time.monotonic() < ends and not until(values):
        message = consumer.poll(0.1)
        if message and not message.error():
            values.append(message.value())
    return values


told = []
first = member(told)
print("first member reads", len(polled(first, lambda values: len(values) == 6)), "messages and pauses; none is committed")
first.pause(first.assignment())
second_told = []
second = member(second_told)
ends = time.monotonic() + 30
while not second_told and time.monotonic() < ends:
    polled(first, lambda _: False, 0.2)
    polled(second, lambda _: False, 0.2)
second.close()
polled(first, lambda _: told[-1] == told[0] and len(told) > 1, 30)
print("first member was told:", "; ".join(told))
again = polled(first, bool, 8)
print("read again from the beginning, within 8 s:", again)
first.resume(first.assignment())
resumed = polled(first, lambda values: len(values) == 6)
print("after resume:", resumed)
first.close()
as_stated = again == [] and len(resumed) == 6
print("as stated" if as_stated else "CHANGED")
sys.exit(not as_stated)
PYTHON
