"""Everybody's accounts, for admins: who is here, invitations, roles, and the end of an account."""

from flask import request

from recommender.accounts.invitations import make_invitation
from recommender.accounts.joining import delete_account, require_admin_first
from recommender.accounts.records import Account
from recommender.errors import NotFound
from recommender.records import ListenerId
from webapp.accounts.answers import AccountAnswer, AccountsAnswer, InvitationAnswer, InviteQuestion, RoleQuestion
from webapp.accounts.parts import AccountParts
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.problems import NotAllowed
from webapp.services import Services


class People:
    """The endpoints of admins."""

    def __init__(self, parts: AccountParts) -> None:
        self._parts = parts

    def get_accounts(self, _services: Services, _: NoQuery) -> AccountsAnswer:
        """Return every account by name."""
        return AccountsAnswer(items=tuple(map(self._answer, self._parts.stores.accounts.all())))

    def post_invitation(self, _services: Services, _: NoQuery, asked: InviteQuestion) -> InvitationAnswer:
        """Make an invitation for a new account, or for a new password of one that is there."""
        stores, account = self._parts.stores, None
        visitor = self._parts.listeners.require_visitor(request)
        if asked.account and visitor.proof == "token":
            raise NotAllowed("a token may let nobody set a new password; log in for that")
        if asked.account and (account := stores.accounts.get(ListenerId(asked.account))) is None:
            raise NotFound("there is no such account")
        role = account.role if account else asked.role
        require_admin_first(stores, role)
        invitation, path = make_invitation(
            role,
            self._parts.clock(),
            account_id=account.account_id if account else None,
            made_by=visitor.listener,
        )
        stores.invitations.add(invitation)
        return InvitationAnswer(path=path, role=role, expires_at=invitation.expires_at)

    def post_role(self, services: Services, query: NoQuery, asked: RoleQuestion, account: str) -> AccountsAnswer:
        """Give an account another role, at once."""
        if not self._parts.stores.accounts.set_role(ListenerId(account), asked.role):
            raise NotFound("there is no such account")
        self._parts.tell_of_change()
        return self.get_accounts(services, query)

    def delete_account(self, services: Services, query: NoQuery, account: str) -> AccountsAnswer:
        """Delete an account: its browsers and programs are out at once. What is known of the listener stays."""
        if not delete_account(self._parts.stores, ListenerId(account)):
            raise NotFound("there is no such account")
        services.libraries.store.forget_account(ListenerId(account))
        self._parts.tell_of_change()
        return self.get_accounts(services, query)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        problems = (401, 404, 503)
        return (
            Endpoint(
                path="/accounts", access="admin", summary="Every account", handle=self.get_accounts,
                answer=AccountsAnswer, problems=problems,
            ),
            Endpoint(
                path="/invitations", access="admin", method="POST", handle=self.post_invitation,
                summary="Invite somebody, or let somebody set a new password", answer=InvitationAnswer,
                body=JsonBody(InviteQuestion, is_required=False), problems=(*problems, 422),
            ),
            Endpoint(
                path="/accounts/<account>/role", access="admin", method="POST", summary="Give an account another role",
                handle=self.post_role, answer=AccountsAnswer, body=JsonBody(RoleQuestion), problems=(*problems, 422),
            ),
            Endpoint(
                path="/accounts/<account>", access="admin", method="DELETE", summary="Delete an account",
                handle=self.delete_account, answer=AccountsAnswer, problems=problems,
            ),
        )  # fmt: skip

    def _answer(self, account: Account) -> AccountAnswer:
        sessions = self._parts.stores.sessions.of_account(account.account_id, self._parts.clock())
        return AccountAnswer(
            account=account.account_id,
            name=account.name,
            role=account.role,
            made_at=account.made_at,
            used_at=sessions[0].used_at if sessions else None,
            has_login=account.has_login,
            is_me=account.account_id == self._parts.listeners.require(request),
        )
