"""Parts of the library by decade, contributor, label and folder; their tracks are a filter of the lists of tracks."""

from typing import get_args

from msgspec import Struct

from recommender.catalogue.facets import Facet, FacetKind
from recommender.errors import NotFound
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.api.paging import Listing, PageQuery
from webapp.services import Services


class FacetAnswer(Struct, frozen=True, kw_only=True):
    """One part of the library."""

    key: str
    name: str
    """Of a folder, its path below the one that all the music lies in; empty for that one itself."""
    n_tracks: int


class FacetPage(Struct, frozen=True, kw_only=True):
    """Some parts of a longer list."""

    items: tuple[FacetAnswer, ...]
    next_cursor: str | None
    total: int


def list_parts(services: Services, _: PageQuery, kind: str) -> Listing[Facet]:
    """List the parts of one kind by name."""
    catalogue = shelf_of(services).catalogue
    return Listing(
        name=("parts", parse_kind(kind)),
        rows=catalogue.facets[parse_kind(kind)],
        revision=catalogue.revision,
        identify=lambda facet: facet.key,
        show=_answer,
    )


def get_part(services: Services, _: NoQuery, kind: str, key: str) -> FacetAnswer:
    """Return one part."""
    facet = shelf_of(services).catalogue.facet(parse_kind(kind), key)
    if facet is None:
        raise NotFound(f"no {kind} {key[:64]} in the catalogue")
    return _answer(facet)


def parse_kind(text: str) -> FacetKind:
    """Return the kind of part that `text` names, or raise `NotFound`."""
    kind: FacetKind
    for kind in get_args(FacetKind):
        if kind == text:
            return kind
    raise NotFound(f"no parts by {text[:64]}; there are {', '.join(get_args(FacetKind))}")


def _answer(facet: Facet) -> FacetAnswer:
    return FacetAnswer(key=facet.key, name=facet.name, n_tracks=len(facet.positions))


ENDPOINTS = (
    Endpoint(
        path="/parts/<kind>", access="play",
        summary="Parts of the library by decade, composer, writer, producer, label or folder", handle=list_parts,
        query=PageQuery, answer=FacetPage, problems=(404,), from_catalogue=True,
    ),
    Endpoint(
        path="/parts/<kind>/<key>", access="play", summary="One part of the library", handle=get_part,
        answer=FacetAnswer, problems=(404,), from_catalogue=True,
    ),
)  # fmt: skip
