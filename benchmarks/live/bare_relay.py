"""The same way without segue: socket -> Kafka -> relay -> Kafka -> socket, no engine, no database.

The sockets are segue's, of `webapp/serving`: what differs is what is behind them.
`python -m benchmarks.live.bare_relay web PORT BOOTSTRAP` and `... relay BOOTSTRAP`: one process each, as in segue.
"""

import sys

if sys.argv[1:2] == ["web"]:
    from gevent import monkey

    monkey.patch_all()

import threading
import time

import msgspec
from flask import Flask, jsonify, request
from flask_socketio import Namespace, SocketIO, join_room
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from webapp.serving.server import bind_socket, make_server
from webapp.serving.websockets import IN_ENVIRONMENT, serve_websockets

UP, DOWN = "bare.activity", "bare.slates"
FETCH = {"fetch_max_wait_ms": 50, "metrics_enabled": False}


def web(port: int, bootstrap: str) -> None:
    """Serve sockets: an event goes to Kafka, is acknowledged, and its answer is passed on."""
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", metrics_enabled=False)
    app = Flask("bare")
    socketio = SocketIO(app, async_mode="gevent", transports=["websocket"], manage_session=False)
    serve_websockets(socketio.server.eio)

    class Live(Namespace):
        def on_connect(self, _auth: object = None) -> None:
            join_room(request.cookies["id"])
            request.environ[IN_ENVIRONMENT].has_joined = True

        def on_activity(self, events: list[dict]) -> dict:
            listener_id = request.cookies["id"]
            sent = [producer.send(UP, key=listener_id.encode(), value=msgspec.json.encode(event)) for event in events]
            for delivery in sent:
                delivery.get(10)
            return {"accepted": [event["event_id"] for event in events], "rejected": []}

    socketio.on_namespace(Live("/live"))

    @app.get("/api/v1/tracks")
    def tracks() -> object:
        return jsonify(items=[{"track_id": str(n)} for n in range(500)])

    def feed() -> None:
        consumer = KafkaConsumer(bootstrap_servers=bootstrap, group_id=None, **FETCH)
        partitions = [TopicPartition(DOWN, partition) for partition in consumer.partitions_for_topic(DOWN)]
        consumer.assign(partitions)
        consumer.seek_to_end(*partitions)
        while True:
            for records in consumer.poll(timeout_ms=250).values():
                for record in records:
                    slate = msgspec.json.decode(record.value)
                    socketio.emit("slate", slate, namespace="/live", to=record.key.decode())

    threading.Thread(target=feed, daemon=True).start()
    make_server(app, bind_socket("127.0.0.1", port)).serve_forever()


def relay(bootstrap: str) -> None:
    """Answer each event with a slate of the usual size."""
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", metrics_enabled=False)
    consumer = KafkaConsumer(UP, bootstrap_servers=bootstrap, group_id="bare", auto_offset_reset="earliest", **FETCH)
    pick = {"track_id": "123456", "score": 0.5, "source": "taste", "reason": "like something that you finished " * 2}
    while True:
        for records in consumer.poll(timeout_ms=250).values():
            for record in records:
                event = msgspec.json.decode(record.value)
                slate = {
                    "slate_id": event["event_id"],
                    "caused_by": event["event_id"],
                    "picks": [pick] * 12,
                    "made_at": time.time(),
                }
                producer.send(DOWN, key=record.key, value=msgspec.json.encode(slate))


if __name__ == "__main__":
    if sys.argv[1] == "web":
        web(int(sys.argv[2]), sys.argv[3])
    else:
        relay(sys.argv[2])
