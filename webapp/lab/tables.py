"""Tables that are sent to be trained on: received here, trained on by the schedule."""

from pathlib import Path

from flask import Request

from recommender.errors import NotFound, ServerUnavailable
from recommender.prediction.topics import TABLE_TOPIC_NAMES
from recommender.records import TableTraining
from webapp.api.bodies import UPLOAD
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.api.uploads import Uploads
from webapp.lab.answers.tables import SentTable, TablesAnswer
from webapp.lab.services import TrainingTables
from webapp.listener import Listeners
from webapp.problems import TooBusy
from webapp.services import Services
from webapp.serving.request_body import TimedInput

ARRIVE_WITHIN_S = 3_600.0
"""A table may be large and the way to here narrow; beside that, it comes as quickly as any body must."""


class Tables:
    """The endpoints of tables."""

    def __init__(self, listeners: Listeners, uploads: Uploads) -> None:
        self._listeners = listeners
        self._uploads = uploads

    def get_tables(self, services: Services, _: NoQuery) -> TablesAnswer:
        """Return which topics learn from a table, and what became of those that were sent."""
        return TablesAnswer(
            topics=TABLE_TOPIC_NAMES,
            limit_bytes=services.config.table_limit_bytes,
            tables=tuple(_describe(services, training) for training in services.lab.tables.all()),
        )

    def post_table(self, services: Services, _: NoQuery, raw: Request, topic: str) -> SentTable:
        """Keep the part `file`, and have `segue schedule` train the topic on it."""
        self._listeners.require(raw)
        tables = services.lab.tables
        if topic not in TABLE_TOPIC_NAMES:
            raise NotFound(f"{topic[:64]!r} learns from no table; these do: {', '.join(TABLE_TOPIC_NAMES)}")
        _require_idle(tables, topic)
        body = raw.environ["wsgi.input"]
        if isinstance(body, TimedInput):
            body.arrive_within_s = ARRIVE_WITHIN_S
        n_bytes = min(raw.content_length or self._uploads.limit_bytes, self._uploads.limit_bytes)
        with self._uploads.receive(raw, into=_room(tables, n_bytes)) as file:
            _require_idle(tables, topic)
            return _describe(services, tables.keep(topic, file.path, file.name))

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lab/tables", access="admin", handle=self.get_tables, answer=TablesAnswer, problems=(503,),
                summary="The topics that learn from a table, and what became of the tables that were sent",
            ),
            Endpoint(
                path="/lab/tables/<topic>", access="admin", method="POST", handle=self.post_table, answer=SentTable,
                summary="Send a table to train a topic on", body=UPLOAD,
                problems=(401, 404, 408, 413, 415, 429, 503),
            ),
        )  # fmt: skip


def _room(tables: TrainingTables, n_bytes: int) -> Path:
    try:
        return tables.arrival_folder(n_bytes)
    except ServerUnavailable as error:
        raise TooBusy("the disk of this player has no room for a table of this size at the moment") from error


def _require_idle(tables: TrainingTables, topic: str) -> None:
    if any(training.topic == topic and training.state == "training" for training in tables.all()):
        raise TooBusy(f"a table for {topic} is being trained on; send the next when that is done")


def _describe(services: Services, training: TableTraining) -> SentTable:
    return SentTable(
        topic=training.topic,
        name=training.name,
        state=training.state,
        step=training.step,
        sent_s_ago=(services.clock() - training.sent_at).total_seconds(),
    )
