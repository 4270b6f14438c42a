"""A listener's own streams: how often they will play a song, and what that is known from."""

import time
from typing import Annotated

from flask import request
from msgspec import Meta, Struct

from recommender.catalogue.snapshot import Catalogue
from recommender.errors import OutOfRange
from recommender.prediction.streams import served
from recommender.prediction.streams.asking import HEARD_MODEL, Artists, Facts, answer, facts_of
from recommender.prediction.streams.finding import Found, Match, SongFinder, songs_of
from recommender.prediction.streams.heard_features import NAMES, WINDOW_DAYS
from recommender.prediction.streams.listener_model import ListenerModel
from recommender.prediction.streams.outcomes import LEVEL
from recommender.prediction.training import NoModel
from recommender.records import ListenerId
from webapp.answers import HealthAnswer
from webapp.api.endpoint import Endpoint
from webapp.api.system import get_health as system_health
from webapp.lab.answers.streams import (
    MatchAnswer,
    RawFeaturesAnswer,
    StreamsAnswer,
    StreamsBaseline,
    StreamsFeature,
    StreamsFeaturesAnswer,
    StreamsSummary,
    TopSong,
)
from webapp.listener import Listeners
from webapp.services import Services

_TOP = 20
Name = Annotated[str, Meta(max_length=300)]


class ListenerQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose model; the cookie's listener goes before."""

    listener: Annotated[str, Meta(max_length=64)] = ""


class SongQuery(ListenerQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which song."""

    song: Name = ""
    artist: Name = ""


class Streams:
    """The endpoints of the page of one's own streams."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._worlds: dict[ListenerId, _World] = {}

    def get_prediction(self, services: Services, query: SongQuery) -> StreamsAnswer:
        """Foretell how often the listener will play one song."""
        world, found = self._asked(services, query)
        told = answer(world.model, world.artists, found.match.song)
        return StreamsAnswer(
            match=_match(found.match),
            choices=_choices(found),
            heard=told.facts.heard,
            expected_plays=told.expected,
            typical_plays=told.typical,
            low=told.low,
            high=told.high,
            level=LEVEL,
            window_days=WINDOW_DAYS,
            chance_any=told.chance_any,
            in_words=told.in_words,
            from_day=told.from_day,
            baseline=StreamsBaseline(model=told.baseline_model, expected_plays=told.baseline),
            features=_features(told.facts, scaled=False),
            model=told.model,
            model_version=world.model.version,
        )

    def get_features(self, services: Services, query: SongQuery) -> StreamsFeaturesAnswer:
        """Return what the model sees of one song: logarithms, in standard deviations from the mean."""
        world, found = self._asked(services, query)
        facts = facts_of(world.model, world.artists, found.match.song)
        return StreamsFeaturesAnswer(
            match=_match(found.match),
            choices=_choices(found),
            heard=facts.heard,
            features=_features(facts, scaled=True),
            model_version=world.model.version,
        )

    def get_raw_features(self, services: Services, query: SongQuery) -> RawFeaturesAnswer:
        """Return what is known of one song: plays, days, songs."""
        world, found = self._asked(services, query)
        facts = facts_of(world.model, world.artists, found.match.song)
        return RawFeaturesAnswer(
            match=_match(found.match),
            choices=_choices(found),
            heard=facts.heard,
            raw_features=_features(facts, scaled=False),
            model_version=world.model.version,
        )

    def get_summary(self, services: Services, query: ListenerQuery) -> StreamsSummary:
        """Return what the listener's model was made of, and the songs that will probably be played most."""
        world = self._world(services, query.listener)
        facts = world.model.facts
        return StreamsSummary(
            listener_id=facts.listener_id,
            n_plays=facts.n_plays,
            n_songs=len(facts.titles),
            n_artists=len(facts.artists),
            first_play=facts.first_play,
            last_play=facts.last_play,
            window_days=WINDOW_DAYS,
            level=LEVEL,
            coverage_heard=facts.coverage_heard,
            coverage_unheard=facts.coverage_unheard,
            top=tuple(world.top(song) for song in world.model.best(_TOP).tolist()),
            model=HEARD_MODEL,
            model_version=world.model.version,
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        problems = (404, 422, 503)
        return (
            Endpoint(
                path="/prediction/", summary="How often the listener will play a song in the next 30 days",
                handle=self.get_prediction, answer=StreamsAnswer, query=SongQuery,
                at_root=True, problems=problems,
            ),
            Endpoint(
                path="/features/", summary="A song as the model of plays sees it", handle=self.get_features,
                answer=StreamsFeaturesAnswer, query=SongQuery, at_root=True, problems=problems,
            ),
            Endpoint(
                path="/raw_features/", summary="What is known of a song and the listener, with units",
                handle=self.get_raw_features, answer=RawFeaturesAnswer, query=SongQuery,
                at_root=True, problems=problems,
            ),
            Endpoint(
                path="/lab/streams", summary="What the model of the listener's plays is made of",
                handle=self.get_summary, query=ListenerQuery, answer=StreamsSummary, problems=(503,),
            ),
            Endpoint(
                path="/health", at_root=True, summary="Whether everything works; the same as /api/v1/health",
                handle=get_root_health, answer=HealthAnswer, problems=(503,),
            ),
        )  # fmt: skip

    def _asked(self, services: Services, query: SongQuery) -> tuple["_World", Found]:
        if not query.song.strip():
            raise OutOfRange("query: `song` is empty; give the title of a song, and `artist` to say whose")
        world = self._world(services, query.listener)
        return world, world.finder.find(query.song, query.artist)

    def _world(self, services: Services, named: str) -> "_World":
        """Return the names and the model of the asking listener; made again when model or library have changed."""
        model = self._model(services, named)
        catalogue = services.catalogue()
        world = self._worlds.get(model.facts.listener_id)
        if world is None or world.model is not model or world.catalogue is not catalogue:
            world = _World(model, catalogue)
            self._worlds[model.facts.listener_id] = world
        return world

    def _model(self, services: Services, named: str) -> ListenerModel:
        for listener in (self._listeners.known(request), ListenerId(named) if named else None):
            model: ListenerModel | None = services.lab.streams(listener)
            if model is not None:
                return model
        raise NoModel(served.KIND)


class _World:
    """One listener's model, and every song they can ask about."""

    def __init__(self, model: ListenerModel, catalogue: Catalogue) -> None:
        facts = model.facts
        heard = [(title, facts.artists[artist]) for title, artist in zip(facts.titles, facts.song_artist, strict=True)]
        songs = list(songs_of(catalogue.tracks, heard, model.known.names))
        self.model = model
        self.catalogue = catalogue
        self.artists = Artists(model)
        self.finder = SongFinder(songs, pause=lambda: time.sleep(0))
        self._track_ids = [each.track_id for each in songs[: len(heard)]]
        self._last_30_days = NAMES.index("plays_last_30d")

    def top(self, song: int) -> TopSong:
        """Return one song of the list of those that will be played most."""
        facts, forecast = self.model.facts, self.model.forecast
        return TopSong(
            title=facts.titles[song],
            artist=facts.artists[facts.song_artist[song]],
            track_id=self._track_ids[song],
            expected_plays=float(forecast.mean[song]),
            low=int(forecast.low[song]),
            high=int(forecast.high[song]),
            plays_last_30_days=int(self.model.songs[song, self._last_30_days]),
        )


def get_root_health(services: Services, query: object) -> object:
    """Return which part is ready, where monitors of old look for it."""
    return system_health(services, query)  # type: ignore[arg-type]


def _match(match: Match) -> MatchAnswer:
    song = match.song
    return MatchAnswer(
        title=song.title,
        artist=song.artist,
        track_id=song.track_id,
        where=song.where,
        how=match.how,
        closeness=match.closeness,
    )


def _choices(found: Found) -> tuple[MatchAnswer, ...]:
    return tuple(_match(each) for each in found.choices)


def _features(facts: Facts, *, scaled: bool) -> tuple[StreamsFeature, ...]:
    values = facts.scaled if scaled else facts.raw
    units = ["standard deviations"] * len(facts.names) if scaled else facts.units
    columns = zip(facts.names, values.tolist(), units, strict=True)
    return tuple(StreamsFeature(name=name, value=round(value, 4), unit=unit) for name, value, unit in columns)
