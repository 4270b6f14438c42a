"""Invitations: a link, shown once, that makes an account or gives one a new password."""

from datetime import datetime, timedelta

from recommender.accounts.records import Invitation
from recommender.accounts.roles import Role
from recommender.accounts.secrets import hash_secret, make_secret
from recommender.records import ListenerId

GOOD_FOR = timedelta(hours=48)


def make_invitation(
    role: Role, now: datetime, *, account_id: ListenerId | None = None, made_by: ListenerId | None = None
) -> tuple[Invitation, str]:
    """Return an invitation, to be kept, and its link's path, to be given away."""
    secret = make_secret()
    invitation = Invitation(
        invitation_id=hash_secret(secret),
        role=role,
        made_at=now,
        expires_at=now + GOOD_FOR,
        account_id=account_id,
        made_by=made_by,
    )
    return invitation, join_path(secret)


def join_path(secret: str) -> str:
    """Return the link's path; browsers keep what is behind `#` to themselves, so it stands in no log."""
    return f"/join#{secret}"
