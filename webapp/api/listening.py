"""Who listens, what they do, and what they should hear next."""

from typing import Literal

import msgspec
from flask import Response, request

from recommender.errors import BadInput
from recommender.prediction.mood.records import mood_named
from recommender.records import ActivityEvent, Slate
from webapp.activity import MAX_MESSAGE_BYTES, Intake
from webapp.answers import ListenerAnswer, Receipt
from webapp.api.endpoint import Endpoint, NoQuery, json_answer
from webapp.listener import Listeners, require_same_origin
from webapp.problems import TooMany
from webapp.services import Services


class SlateQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which mood is wished for, if any."""

    mood: Literal["happy", "sad", "energetic", "calm"] | None = None


class Listening:
    """The endpoints that know their listener."""

    def __init__(self, listeners: Listeners, intake: Intake) -> None:
        self._listeners = listeners
        self._intake = intake

    def get_listener(self, _services: Services, _: NoQuery) -> Response:
        """Return the listener of the cookie, and a new one with a cookie to those who have none."""
        listener = self._listeners.known_or_new(request)
        answer = json_answer(ListenerAnswer(listener_id=listener))
        answer.headers["Cache-Control"] = "no-store"
        self._listeners.remember(listener, request=request, answer=answer)
        return answer

    def get_slate(self, services: Services, query: SlateQuery) -> Slate:
        """Return what the listener should hear next; of one mood when it is asked for."""
        listener = self._listeners.required(request)
        if query.mood is None:
            return services.current_slate(listener)
        return services.mood_slate(listener, mood_named(query.mood))

    def post_activity(self, _services: Services, _: NoQuery) -> Response:
        """Take what the listener did; answers when it is stored for good."""
        require_same_origin(request)
        listener = self._listeners.required(request)
        request.max_content_length = MAX_MESSAGE_BYTES
        try:
            message = msgspec.json.decode(request.get_data())
        except (msgspec.DecodeError, RecursionError) as error:
            raise BadInput(f"not JSON: {error}") from error
        receipt = self._intake.take(listener, message)
        if receipt.retry_after_s is not msgspec.UNSET and message:
            raise TooMany(f"too many events at once; send them again in {receipt.retry_after_s} s")
        return json_answer(receipt.as_json())

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/listener", summary="Who is asking; sets the listener's cookie", handle=self.get_listener,
                answer=ListenerAnswer,
            ),
            Endpoint(
                path="/slate", summary="What the listener should hear next, of one mood if wished",
                handle=self.get_slate, query=SlateQuery, answer=Slate, problems=(401, 503),
            ),
            Endpoint(
                path="/activity", method="POST", summary="Take what the listener did; stored for good when answered",
                handle=self.post_activity, answer=Receipt, body="application/json",
                body_type=list[ActivityEvent], problems=(401, 403, 413, 429, 503),
            ),
        )  # fmt: skip
