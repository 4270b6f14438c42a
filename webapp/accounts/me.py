"""Says who asks, in the words of the API."""

from webapp.accounts.answers import MeAnswer, ProviderAnswer
from webapp.accounts.parts import AccountParts
from webapp.accounts.visitor import Visitor


def describe_visitor(visitor: Visitor | None, parts: AccountParts) -> MeAnswer:
    """Return who asks and what they may do; nobody who has to log in first is known."""
    if not parts.listeners.has_accounts:
        return MeAnswer(
            is_known=True,
            has_login=False,
            listener_id=visitor.listener if visitor else "",
            scopes=("admin", "play", "write"),
        )
    oidc = parts.stores.oidc
    providers = (ProviderAnswer(name=oidc.name, href="/login/oidc"),) if oidc else ()
    if visitor is None:
        return MeAnswer(is_known=False, has_login=True, providers=providers)
    account = parts.stores.accounts.get(visitor.listener)
    return MeAnswer(
        is_known=True,
        has_login=visitor.proof != "machine",
        listener_id=visitor.listener,
        name=visitor.name,
        role=visitor.role,
        scopes=tuple(sorted(visitor.scopes)),
        providers=providers,
        has_password=bool(account and account.password_hash),
    )
