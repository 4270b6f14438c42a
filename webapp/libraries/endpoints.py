"""Libraries and scans, for admins."""

from msgspec.structs import asdict

from recommender.catalogue.libraries.folders import checked_name
from recommender.catalogue.libraries.records import Library
from recommender.catalogue.libraries.scans import Scan, last_scans, left_s, rate_per_s
from recommender.errors import NotFound
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.libraries.answers import (
    AddLibraryQuestion,
    AskScanQuestion,
    ChangeLibraryQuestion,
    LibrariesAnswer,
    LibraryAnswer,
    ScanAnswer,
    ScansAnswer,
)
from webapp.services import Services

N_SHOWN = 20
"""Scans that are over, in the list of scans."""


def get_libraries(services: Services, _: NoQuery) -> LibrariesAnswer:
    """Return every library by name, with how much is in it and its last scan."""
    folders = services.folders
    libraries, last = folders.libraries.all(), last_scans(folders.scans.all())
    return LibrariesAnswer(
        items=tuple(_library(services, library, last.get(library.library_id)) for library in libraries),
        has_music_outside=folders.files.has_music_outside(libraries),
    )


def post_library(services: Services, query: NoQuery, asked: AddLibraryQuestion) -> LibrariesAnswer:
    """Make a library of a folder, and have it scanned."""
    folders = services.folders
    library = folders.add(asked.path, asked.name, is_everybodys=asked.is_everybodys)
    folders.scans.ask(library.library_id, asked_by="page", now=services.clock())
    return get_libraries(services, query)


def patch_library(services: Services, query: NoQuery, asked: ChangeLibraryQuestion, library_id: str) -> LibrariesAnswer:
    """Rename a library, or change whether its folder is watched."""
    store, library, name = services.folders.libraries, _require(services, library_id), asked.name
    if name is not None:
        name = checked_name(name, [other for other in store.all() if other.library_id != library_id])
    store.change(library.library_id, name=name, is_watched=asked.is_watched)
    return get_libraries(services, query)


def delete_library(services: Services, query: NoQuery, library_id: str) -> LibrariesAnswer:
    """Forget a library: its tracks are missing from then on, their analysis stays, no file is touched."""
    services.folders.remove(_require(services, library_id))
    return get_libraries(services, query)


def post_scan(services: Services, query: NoQuery, asked: AskScanQuestion, library_id: str) -> ScansAnswer:
    """Have a library scanned soon; while a scan of it waits, that is the one."""
    scans, library = services.folders.scans, _require(services, library_id)
    scans.ask(library.library_id, asked_by="page", now=services.clock(), retry_rejected=asked.retry_rejected)
    return get_scans(services, query)


def get_scans(services: Services, _: NoQuery) -> ScansAnswer:
    """Return the scans that wait and run, and the newest that are over."""
    scans = services.folders.scans.all()
    shown = [*(scan for scan in scans if not scan.is_over), *[scan for scan in scans if scan.is_over][:N_SHOWN]]
    return ScansAnswer(items=tuple(_scan(services, scan) for scan in shown))


def delete_scan(services: Services, query: NoQuery, scan_id: str) -> ScansAnswer:
    """Stop a scan: what it has finished is kept."""
    if not services.folders.scans.ask_to_stop(scan_id, now=services.clock()):
        raise NotFound("there is no such scan, or it is over")
    return get_scans(services, query)


def _require(services: Services, library_id: str) -> Library:
    library = services.folders.libraries.get(library_id)
    if library is None:
        raise NotFound("there is no such library")
    return library


def _library(services: Services, library: Library, last: Scan | None) -> LibraryAnswer:
    files = services.folders.files
    counts = files.counts(library)
    return LibraryAnswer(
        library_id=library.library_id,
        name=library.name,
        path=files.path_of(library),
        is_watched=library.is_watched,
        visible_to=library.visible_to,
        added_at=library.added_at,
        n_tracks=counts.n_tracks,
        n_missing=counts.n_missing,
        n_rejected=counts.n_rejected,
        last_scan=_scan(services, last) if last else None,
    )


def _scan(services: Services, scan: Scan) -> ScanAnswer:
    now = services.clock()
    same = {name: value for name, value in asdict(scan).items() if name in ScanAnswer.__struct_fields__}
    waits_s = (now - scan.asked_at).total_seconds() if scan.state == "waiting" else 0.0
    return ScanAnswer(
        **same,
        n_opened=scan.n_opened,
        waits_s=max(0.0, waits_s),
        rate_per_s=rate_per_s(scan, now),
        left_s=left_s(scan, now),
    )


_PROBLEMS = (404, 503)
ENDPOINTS = (
    Endpoint(
        path="/libraries", access="admin", summary="Every library with its folder, counts and last scan",
        handle=get_libraries, answer=LibrariesAnswer, problems=(503,),
    ),
    Endpoint(
        path="/libraries", access="admin", method="POST", summary="Make a library of a folder", handle=post_library,
        answer=LibrariesAnswer, body=JsonBody(AddLibraryQuestion), problems=(422, 503),
    ),
    Endpoint(
        path="/libraries/<library_id>", access="admin", method="PATCH", summary="Rename a library, watch it or not",
        handle=patch_library, answer=LibrariesAnswer, problems=(*_PROBLEMS, 422),
        body=JsonBody(ChangeLibraryQuestion, is_required=False),
    ),
    Endpoint(
        path="/libraries/<library_id>", access="admin", method="DELETE", summary="Forget a library",
        handle=delete_library, answer=LibrariesAnswer, problems=_PROBLEMS,
    ),
    Endpoint(
        path="/libraries/<library_id>/scans", access="admin", method="POST", summary="Have a library scanned",
        handle=post_scan, answer=ScansAnswer, body=JsonBody(AskScanQuestion, is_required=False),
        problems=(*_PROBLEMS, 422),
    ),
    Endpoint(
        path="/scans", access="admin", summary="Scans that wait and run, and the newest that are over",
        handle=get_scans, answer=ScansAnswer, problems=(503,),
    ),
    Endpoint(
        path="/scans/<scan_id>", access="admin", method="DELETE", summary="Stop a scan", handle=delete_scan,
        answer=ScansAnswer, problems=_PROBLEMS,
    ),
)  # fmt: skip
