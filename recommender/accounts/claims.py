"""What an OpenID Connect provider says of somebody, and which account that makes."""

from collections.abc import Mapping

from msgspec import Struct

from recommender.accounts.names import MAX_NAME, check_name
from recommender.accounts.roles import Role
from recommender.errors import BadInput, BadSetting

_NAMES = ("preferred_username", "name", "nickname", "email")
_ROLES: tuple[Role, ...] = ("admin", "listener", "guest")
"""The first that a claim gives counts."""


class Claims(Struct, frozen=True, kw_only=True):
    """Who has logged in elsewhere."""

    subject: str
    """Issuer and subject: unique, whatever the provider."""
    names: tuple[str, ...]
    """What an account may be called, the best first; it is never empty."""
    role: Role | None = None
    """None where the provider says nothing of it: the role here stays as it is."""


def parse_roles(text: str) -> dict[str, Role]:
    """Return the role of each claim's value, of a setting such as `admin=music-admins, guest=visitors`.

    Raises `BadSetting` for a role that is none of segue's.
    """
    roles: dict[str, Role] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        name, separator, value = part.partition("=")
        role = next((role for role in _ROLES if role == name.strip()), None)
        if role is None or not separator or not value.strip():
            raise BadSetting(f"SEGUE_OIDC_ROLES: {part!r} is not ROLE=VALUE with a role of {', '.join(_ROLES)}")
        roles[value.strip()] = role
    return roles


def read_claims(told: Mapping[str, object], *, issuer: str, role_claim: str, roles: Mapping[str, Role]) -> Claims:
    """Return the record of verified claims; raises `BadInput` without a subject."""
    subject = told.get("sub")
    if not isinstance(subject, str) or not subject:
        raise BadInput("the provider did not say who has logged in: its token has no `sub`")
    names = [name for claim in _NAMES if (name := _name(told.get(claim)))]
    return Claims(
        subject=f"{issuer} {subject}",
        names=(*dict.fromkeys(names), f"listener {subject[:8]}"),
        role=_role(told.get(role_claim), roles) if role_claim else None,
    )


def free_names(claims: Claims) -> list[str]:
    """Return what an account may be called, the best first; a number is added where a name is taken."""
    best = claims.names[0][: MAX_NAME - 3]
    return [*claims.names, *(f"{best} {n}" for n in range(2, 100))]


def _name(value: object) -> str:
    try:
        return check_name(value) if isinstance(value, str) else ""
    except BadInput:
        return ""


def _role(value: object, roles: Mapping[str, Role]) -> Role:
    """Return the highest role that the claim gives, which may be one value or a list; a listener without one."""
    values = value if isinstance(value, list) else [value]
    given = {roles[each] for each in values if isinstance(each, str) and each in roles}
    return next((role for role in _ROLES if role in given), "listener")
