"""How accounts come and go: invited, made, deleted."""

from recommender.accounts.ports import AccountStores
from recommender.accounts.records import Account, Invitation
from recommender.accounts.roles import Role
from recommender.accounts.secrets import make_listener_id
from recommender.clock import Clock
from recommender.errors import BadInput, NameTaken, NotFound
from recommender.records import ListenerId


def find_invitation(stores: AccountStores, invitation_id: str, clock: Clock) -> Invitation:
    """Return an invitation that is still good, and leave it; raises `NotFound` for any other."""
    return _require_maker(stores, stores.invitations.find(invitation_id, clock()))


def take_invitation(
    stores: AccountStores, invitation_id: str, *, name: str, password_hash: str, anonymous: ListenerId | None,
    clock: Clock,
) -> Account:  # fmt: skip
    """Use up the invitation and return its account; it stays good when the account cannot be made.

    The machine's user becomes the first account, and the anonymous listener of the browser a later one: taste,
    history and all else go with the listener's id. Raises `NotFound` for an invitation that was used or has expired,
    `NameTaken`, and `BadInput` for a first account that is no admin's.
    """
    invitation = _require_maker(stores, stores.invitations.take(invitation_id, clock()))
    try:
        return _make(stores, invitation, name=name, password_hash=password_hash, anonymous=anonymous, clock=clock)
    except (NameTaken, BadInput):
        stores.invitations.add(invitation)
        raise


def _require_maker(stores: AccountStores, invitation: Invitation | None) -> Invitation:
    """Return the invitation if there is one whose maker, if it has one, is an admin still: rights end with the role."""
    if invitation is not None:
        maker = stores.accounts.get(invitation.made_by) if invitation.made_by else None
        if invitation.made_by is None or (maker is not None and maker.role == "admin"):
            return invitation
    raise NotFound("this invitation was used, or has expired; ask for another one")


def _make(
    stores: AccountStores, invitation: Invitation, *, name: str, password_hash: str, anonymous: ListenerId | None,
    clock: Clock,
) -> Account:  # fmt: skip
    account_id = invitation.account_id or _existing(stores, invitation)
    if account_id is not None:
        if not stores.accounts.set_login(account_id, name=name, password_hash=password_hash):
            raise NotFound("this account was deleted; ask for another invitation")
        stores.sessions.end_all(account_id)
        if invitation.account_id is not None:  # a new password: whoever had the old one, or another link, is out
            stores.tokens.end_all(account_id)
            stores.invitations.end_all(account_id)
        if account := stores.accounts.get(account_id):
            return account
        raise NotFound("this account was deleted; ask for another invitation")
    is_free = anonymous is not None and stores.accounts.get(anonymous) is None
    account = Account(
        account_id=anonymous if anonymous is not None and is_free else make_listener_id(),
        name=name,
        role=invitation.role,
        made_at=clock(),
        password_hash=password_hash,
    )
    stores.accounts.add(account)
    return account


def _existing(stores: AccountStores, invitation: Invitation) -> ListenerId | None:
    """Return the machine's user's account when this is the first one with a login."""
    if stores.accounts.has_logins():
        return None
    require_admin_first(stores, invitation.role)
    machines = (account.account_id for account in stores.accounts.all() if not account.has_login)
    return next(machines, None)


def require_admin_first(stores: AccountStores, role: Role) -> None:
    """Refuse another first account than an admin's: nobody could manage the instance. Raises `BadInput`."""
    if role != "admin" and not stores.accounts.has_logins():
        raise BadInput("the first account that can log in is an admin's; run `segue accounts create --admin`")


def delete_account(stores: AccountStores, account_id: ListenerId) -> bool:
    """Delete the account with its sessions and tokens; False when there is none. Raises `LastAdmin`.

    What is known of the listener stays.
    """
    if not stores.accounts.delete(account_id):
        return False
    stores.sessions.end_all(account_id)
    stores.tokens.end_all(account_id)
    return True
