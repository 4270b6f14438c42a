"""The loop of a worker: poll, decode, handle, commit; nothing is committed before it is stored for good.

Every message is handled, or sent to the dead letters with its reason, and the offset moves on. A server that is away
is waited for; a client that has failed is replaced; only `stop` ends the loop. An event that breaks the handler holds
up its partitions until its dead letter is stored: read again after a later event of its listener, it would count as
folded.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import Event

import structlog
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential

from recommender.errors import ServerUnavailable
from recommender.records import PlacedEvent
from streaming.client_watch import ClientWatch
from streaming.clients.ports import GroupConsumer, Message
from streaming.dead_letters import DeadLetters, is_for
from streaming.handlers.handler import Handler, ReadAgain
from streaming.messages import decode_event
from streaming.reasons import reason_of
from streaming.worker_state import WorkerState

POLL_S = 1.0
"""Messages are handled at once; so long it takes to notice a stop."""
COMMIT_EVERY_S = 1.0
"""What was handled since is handled again after a crash, which changes nothing."""
RETRY_FIRST_S = 0.2
MAX_RETRY_S = 5.0
STAY_EVERY_S = 1.0
"""A batch that is handled message by message may take minutes on a slow disk; the group gives nobody so long."""


class PartitionsMoved(Exception):
    """The partitions of a batch went to another worker while it was handled."""


class Worker:
    """Feeds one handler from one topic until told to stop."""

    def __init__(
        self,
        open_consumer: Callable[[], GroupConsumer],
        topic: str,
        handler: Handler,
        dead_letters: DeadLetters,
        *,
        stop: Event,
        monotonic: Callable[[], float],
        state: WorkerState,
    ) -> None:
        self._open_consumer = open_consumer
        self._topic = topic
        self._handler = handler
        self._dead = dead_letters
        self._stop = stop
        self._monotonic = monotonic
        self._state = state
        self._done: dict[int, int] = {}
        self._generation = 0
        self._committed_at = self._stayed_at = monotonic()
        self._joined_at = monotonic()
        self._watch = ClientWatch(topic, state, monotonic)
        self._log = structlog.get_logger(__name__).bind(handler=handler.name)

    def run(self) -> None:
        """Handle messages until `stop` is set; then commit what is done and leave."""
        wait_s = RETRY_FIRST_S
        while not self._stop.is_set():
            joined_at = self._joined_at
            try:
                self._consume()
            except (ServerUnavailable, ReadAgain) as error:
                self._log.warning("consumer_replaced", why=str(error), wait_s=wait_s)
                self._state.wait_for(str(error))
                self._stop.wait(wait_s)
            wait_s = RETRY_FIRST_S if self._joined_at > joined_at else min(wait_s * 2, MAX_RETRY_S)
        self._log.info("worker_stopped")

    def on_assigned(self, partitions: Sequence[int]) -> None:
        """Start anew with the partitions that came."""
        self._start_anew()
        self._watch.assigned(partitions)
        self._log.info("partitions_assigned", partitions=sorted(partitions))

    def on_revoked(self, partitions: Sequence[int]) -> None:
        """Commit what is done before the partitions go to another worker."""
        self._commit_if_settled()
        self._start_anew()
        self._state.revoked(partitions)

    def on_lost(self, partitions: Sequence[int]) -> None:
        """Leave what is done to the worker that has the partitions now."""
        self._start_anew()
        self._state.revoked(partitions)

    def _start_anew(self) -> None:
        self._generation += 1
        self._done.clear()
        self._handler.forget()
        self._dead.forget()

    def _consume(self) -> None:
        """Handle messages with one client, until `stop` is set or the client must be replaced."""
        self.join()
        try:
            while not self._stop.is_set():
                self.turn()
            self._commit_if_settled()
        finally:
            self._consumer.close()
            self._state.revoked(self._state.report().partitions)

    def join(self) -> None:
        """Join the group with a new client."""
        self._consumer = self._open_consumer()
        self._joined_at = self._monotonic()
        self._watch.joined()
        self._start_anew()
        self._consumer.subscribe(self._topic, self)
        self._log.info("worker_started", topic=self._topic)

    def turn(self) -> None:
        """Take messages, handle them, commit in time; raise when a new client must read on from the last commit."""
        messages = self._consumer.poll(within_s=POLL_S)
        self._watch.turned(self._consumer, messages)
        try:
            self._handle_and_commit(messages)
        except PartitionsMoved:
            self._log.info("batch_left", n=len(messages))
        except ServerUnavailable:
            if not self._stop.is_set():
                raise
        if messages:
            self._state.waiting(self._consumer.lags())
        self._watch.look(self._consumer)

    def _handle_and_commit(self, messages: Sequence[Message]) -> None:
        if messages or self._handler.pending:
            self._handle(messages, behind=self._watch.behind(self._consumer))
            self._done.update({message.partition: message.offset + 1 for message in messages})
            self._state.handled(messages)
        if self._monotonic() - self._committed_at >= COMMIT_EVERY_S:
            self._commit()

    def _handle(self, messages: Sequence[Message], *, behind: bool) -> None:
        events = self._decode(messages)
        try:
            self._retry(lambda: self._handler.handle(events, behind=behind))
        except (PartitionsMoved, ServerUnavailable, ReadAgain):
            raise
        except Exception as error:
            # One of them cannot be handled; alone, each shows whether it is the one.
            self._log.warning("batch_failed", n=len(events), why=reason_of(error))
            self._handle_one_by_one(events, {(message.partition, message.offset): message for message in messages})

    def _decode(self, messages: Sequence[Message]) -> list[PlacedEvent]:
        events = []
        ends = self._consumer.ends()
        for message in messages:
            if not is_for(message, self._handler.name):
                continue
            try:
                log_end = ends.get(message.partition, 0)
                events.append(PlacedEvent(decode_event(message.value), message.partition, message.offset, log_end))
            except Exception as error:
                self._send_to_dead_letters(message, reason_of(error))
        return events

    def _handle_one_by_one(self, events: Sequence[PlacedEvent], messages: Mapping[tuple[int, int], Message]) -> None:
        generation = self._generation
        for placed in events:
            self._stay(generation)
            try:
                self._retry(partial(self._handler.handle, [placed], behind=True))
            except (PartitionsMoved, ServerUnavailable, ReadAgain):
                raise
            except Exception as error:
                self._send_to_dead_letters(messages[placed.partition, placed.offset], reason_of(error))
                self._retry(self._dead.flush)

    def _stay(self, generation: int) -> None:
        """Stay in the group and be heard of about every second; raise `PartitionsMoved` for a batch no longer ours."""
        if self._monotonic() - self._stayed_at < STAY_EVERY_S:
            return
        self._consumer.keep_alive(self._stop.wait, for_s=0)
        self._state.turned(self._consumer.trouble)
        self._stayed_at = self._monotonic()
        if self._generation != generation:
            raise PartitionsMoved

    def _send_to_dead_letters(self, message: Message, reason: str) -> None:
        self._log.warning(
            "message_sent_to_dead_letters", partition=message.partition, offset=message.offset, reason=reason
        )
        self._dead.send(message, reason, handler=self._handler.name)
        self._state.buried()
        if self._dead.full:
            self._retry(self._dead.flush)

    def _commit(self) -> None:
        """Commit what is done and stored for good, while the messages go on."""
        self._committed_at = self._monotonic()
        if not self._done or self._handler.pending:
            return
        self._retry(self._handler.flush)
        if why := self._dead.look():
            self._log.info("dead_letters_waiting", n=self._dead.n_waiting, why=why)
            self._state.wait_for(why)
            return  # the messages go on; after a crash they come again
        self._consumer.commit(self._done, wait=False)
        self._done.clear()

    def _commit_if_settled(self) -> None:
        """Commit at the end, without waiting for servers that are away: the messages come again."""
        if not self._done or self._handler.pending:
            return
        try:
            self._handler.flush()
            self._dead.flush()
        except (ServerUnavailable, ReadAgain) as error:
            self._log.warning("commit_postponed", why=str(error))
            return
        self._consumer.commit(self._done, wait=True)
        self._done.clear()

    def _retry(self, call: Callable[[], object]) -> None:
        """Call until it works, and stay in the group; raise `PartitionsMoved` when the batch is no longer ours."""
        generation = self._generation

        def wait_in_group(state: RetryCallState) -> None:
            assert state.outcome is not None
            error, wait_s = state.outcome.exception(), state.upcoming_sleep
            self._log.warning("server_not_reached", error=str(error), wait_s=wait_s)
            self._state.wait_for(str(error))
            self._consumer.keep_alive(self._stop.wait, for_s=wait_s)
            if self._stop.is_set():
                state.outcome.result()  # raises what it failed with
            if self._generation != generation:
                raise PartitionsMoved from error

        retry = Retrying(
            retry=retry_if_exception_type(ServerUnavailable),
            wait=wait_exponential(multiplier=RETRY_FIRST_S, max=MAX_RETRY_S),
            before_sleep=wait_in_group,
            sleep=lambda _: None,  # it has waited
        )
        retry(call)
