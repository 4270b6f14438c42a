"""Who listens, what they do, and what they should hear next."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from flask import Request, Response, request

from recommender.listening.play_queue import PlayQueue, only
from recommender.prediction.mood.records import parse_mood
from recommender.records import ActivityEvent, Slate
from webapp.activity import MAX_EVENTS, MAX_MESSAGE_BYTES, Intake
from webapp.address_limits import address_of
from webapp.api.answers import ListenerAnswer, OpinionsAnswer, Receipt, SteeringAnswer, TurnedAway
from webapp.api.bodies import JsonBody, RawBody, read_json
from webapp.api.endpoint import Endpoint, NoQuery, json_answer, shelf_of
from webapp.api.favourites import liked_albums, liked_artists
from webapp.listener import Listeners
from webapp.problems import TooMany
from webapp.services import Services


class SlateQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which mood is wished for, if any."""

    mood: Literal["happy", "sad", "energetic", "calm"] | None = None


class SavedQueue(msgspec.Struct, frozen=True, kw_only=True):
    """A queue that was kept."""

    saved_at: datetime


class Listening:
    """The endpoints that know their listener."""

    def __init__(self, listeners: Listeners, intake: Intake) -> None:
        self._listeners = listeners
        self._intake = intake

    def get_listener(self, _services: Services, _: NoQuery) -> Response:
        """Return the listener of the cookie, and a new one with a cookie to those who have none."""
        listener = self._listeners.find_or_make(request)
        answer = json_answer(ListenerAnswer(listener_id=listener))
        answer.headers["Cache-Control"] = "no-store"
        self._listeners.remember(listener, request=request, answer=answer)
        return answer

    def get_slate(self, services: Services, query: SlateQuery) -> Slate:
        """Return what the listener should hear next; of one mood when it is asked for."""
        listener = self._listeners.require(request)
        if query.mood is None:
            return services.current_slate(listener)
        return services.mood_slate(listener, parse_mood(query.mood))

    def get_opinions(self, services: Services, _: NoQuery) -> OpinionsAnswer:
        """Return what the asking listener likes and has turned away."""
        listener = self._listeners.require(request)
        taste = services.taste(listener)
        shelf = shelf_of(services)
        at, is_whole = shelf.catalogue.positions, not shelf.catalogue.hidden
        return OpinionsAnswer(
            liked=tuple(track_id for track_id in taste.liked if is_whole or track_id in at),
            rated={track_id: stars.rating for track_id, stars in taste.rated.items() if is_whole or track_id in at},
            albums=tuple(album.album_id for album in liked_albums(services, shelf, listener)),
            artists=tuple(artist.artist_id for artist in liked_artists(services, shelf, listener)),
            turned_away=tuple(
                TurnedAway(track=shelf.track_answer(at[track_id]), scope=scope)
                for track_id, scope in reversed(taste.disliked.items())
                if track_id in at
            ),
        )

    def get_steering(self, services: Services, _: NoQuery) -> SteeringAnswer:
        """Return where the asking listener steers the picks to; the event `steered` changes it."""
        taste = services.taste(self._listeners.require(request))
        return SteeringAnswer(
            steering=taste.steering,
            half_life_days=services.config.half_life_days,
            artist_cap=services.config.artist_cap,
            has_energy=shelf_of(services).moods is not None,
        )

    def get_queue(self, services: Services, _: NoQuery) -> PlayQueue:
        """Return what the listener had lined up last, on whatever device."""
        queue, catalogue = services.play_queues.get(self._listeners.require(request)), services.catalogue()
        return only(queue, catalogue.positions) if catalogue.hidden else queue

    def put_queue(self, services: Services, _: NoQuery, queue: PlayQueue) -> SavedQueue:
        """Keep what the listener has lined up."""
        saved_at = services.clock()
        saved = msgspec.structs.replace(queue, saved_at=saved_at, index=min(queue.index, len(queue.entries) - 1))
        services.play_queues.put(self._listeners.require(request), saved)
        return SavedQueue(saved_at=saved_at)

    def post_activity(self, _services: Services, _: NoQuery, raw: Request) -> Receipt:
        """Take what the listener did; answers when it is stored for good."""
        visitor = self._listeners.require_visitor(raw)
        raw.max_content_length = MAX_MESSAGE_BYTES
        message = read_json(raw)
        receipt = self._intake.take(visitor, message, address=address_of(raw))
        if receipt.retry_after_s is not msgspec.UNSET and message:
            raise TooMany(f"too many events at once; send them again in {receipt.retry_after_s} s")
        return receipt

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/listener", access="play",
                summary="Who is asking; sets the listener's cookie", handle=self.get_listener,
                answer=ListenerAnswer, problems=(429,),
            ),
            Endpoint(
                path="/slate", access="play", summary="What the listener should hear next, of one mood if wished",
                handle=self.get_slate, query=SlateQuery, answer=Slate, problems=(401, 503),
            ),
            Endpoint(
                path="/opinions", access="play", summary="What the asking listener likes and has turned away",
                handle=self.get_opinions, answer=OpinionsAnswer, problems=(401, 503),
            ),
            Endpoint(
                path="/steering", access="play", summary="Where the asking listener steers the picks to",
                handle=self.get_steering, answer=SteeringAnswer, problems=(401, 503),
            ),
            Endpoint(
                path="/queue", access="play", summary="What the listener had lined up last, on whatever device",
                handle=self.get_queue, answer=PlayQueue, problems=(401, 503),
            ),
            Endpoint(
                path="/queue", access="play", method="PUT", summary="Keep what the listener has lined up",
                handle=self.put_queue, answer=SavedQueue, body=JsonBody(PlayQueue, is_required=False),
                problems=(401, 413, 422, 503),
            ),
            Endpoint(
                path="/activity", access="play",
                method="POST", summary="Take what the listener did; stored for good when answered",
                handle=self.post_activity, answer=Receipt,
                body=RawBody("application/json", Annotated[list[ActivityEvent], msgspec.Meta(max_length=MAX_EVENTS)]),
                problems=(401, 408, 413, 429, 503),
            ),
        )  # fmt: skip
