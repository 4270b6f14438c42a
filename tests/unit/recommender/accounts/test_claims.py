"""What a provider says of somebody."""

import pytest

from recommender.accounts.claims import free_names, parse_roles, read_claims
from recommender.errors import BadInput, BadSetting

ROLES = {"music-admins": "admin", "visitors": "guest"}


def claims(role_claim="groups", **told):
    return read_claims({"sub": "12345678-abc", **told}, issuer="https://id.example", role_claim=role_claim, roles=ROLES)


@pytest.mark.parametrize(
    ("told", "role"),
    [
        (["staff", "music-admins", "visitors"], "admin"),
        (["visitors"], "guest"),
        ("music-admins", "admin"),
        (["staff"], "listener"),
        (None, "listener"),
        ([{"odd": 1}, 7], "listener"),
    ],
)
def test_the_highest_role_that_the_claim_gives_counts(told, role):
    assert claims(groups=told).role == role


def test_without_a_claim_the_role_is_left_to_the_admins():
    assert claims(role_claim="", groups=["music-admins"]).role is None


def test_an_account_is_called_as_its_owner_is_and_gets_a_number_where_that_is_taken():
    known = claims(preferred_username="anna", name="Anna A.", email="not:seen")
    assert known.names == ("anna", "Anna A.", "listener 12345678")
    assert free_names(known)[2:5] == ["listener 12345678", "anna 2", "anna 3"]
    assert claims(preferred_username=7, name="\u200b").names == ("listener 12345678",)


def test_nobody_has_no_account():
    with pytest.raises(BadInput, match="no `sub`"):
        read_claims({}, issuer="i", role_claim="", roles={})


def test_roles_are_read_from_the_setting():
    assert parse_roles(" admin=music-admins, guest = visitors ,") == ROLES
    assert parse_roles("") == {}
    for wrong in ("owner=x", "admin", "admin="):
        with pytest.raises(BadSetting, match="SEGUE_OIDC_ROLES"):
            parse_roles(wrong)
