"""Files that scans kept aside, for admins: why, what to do, and another try."""

from recommender.catalogue.libraries.files import RejectedFile
from recommender.errors import NotFound, OutOfRange
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.api.paging import Listing, list_digest
from webapp.libraries.answers import RejectedAnswer, RejectedPage, RejectedQuery, RetryAnswer, RetryQuestion
from webapp.services import Services


def list_rejected(services: Services, query: RejectedQuery) -> Listing[RejectedFile]:
    """Return the files that were kept aside, by path."""
    folders = services.folders
    files = [
        file
        for file in folders.files.rejected(folders.libraries.all())
        if query.library is None or file.library_id == query.library
    ]
    return Listing(
        name=("rejected", query.library),
        rows=files,
        revision=list_digest(*(file.track_id for file in files)),
        identify=lambda file: file.track_id,
        show=_answer,
    )


def post_rejected_retry(services: Services, _: NoQuery, asked: RetryQuestion) -> RetryAnswer:
    """Have rejected files opened again, although they have not changed: some, or all."""
    if asked.all == bool(asked.track_ids):
        raise OutOfRange("give track_ids, or all: true")
    folders = services.folders
    wanted = set(asked.track_ids)
    files = [file for file in folders.files.rejected(folders.libraries.all()) if asked.all or file.track_id in wanted]
    if wanted and not files:
        raise NotFound("none of these files is rejected any longer")
    inside = [file for file in files if file.library_id]
    if not asked.all:
        folders.files.look_again([file.url for file in inside])
    for library_id in sorted({file.library_id for file in inside}):
        folders.scans.ask(library_id, asked_by="page", now=services.clock(), retry_rejected=asked.all)
    return RetryAnswer(n_files=len(inside), n_outside=len(files) - len(inside))


def _answer(file: RejectedFile) -> RejectedAnswer:
    return RejectedAnswer(
        track_id=file.track_id,
        library_id=file.library_id,
        path=file.path,
        reason=file.reason,
        detail=file.detail,
        advice=file.advice,
    )


ENDPOINTS = (
    Endpoint(
        path="/rejected", access="admin", summary="Files that scans kept aside, with reason and advice",
        handle=list_rejected, answer=RejectedPage, query=RejectedQuery, problems=(503,),
    ),
    Endpoint(
        path="/rejected/retry", access="admin", method="POST", summary="Try rejected files again",
        handle=post_rejected_retry, answer=RetryAnswer, body=JsonBody(RetryQuestion, is_required=False),
        problems=(404, 422, 503),
    ),
)  # fmt: skip
