"""Passwords and names of accounts."""

from argon2 import extract_parameters
from argon2.low_level import Type

from recommender.accounts import passwords
from recommender.accounts.names import check_name, fold_name
from recommender.accounts.passwords import hash_password, is_password


def test_the_hash_is_argon2id_of_rfc_9106():
    parameters = extract_parameters(hash_password("a long password"))
    told = (parameters.type, parameters.time_cost, parameters.memory_cost, parameters.parallelism)
    assert told == (Type.ID, 3, 65_536, 4)


def test_a_password_is_known_again_however_it_is_typed():
    known = hash_password("Zo\u00eb's password")
    assert is_password("Zoe\u0308's password", known)
    assert not is_password("Zoe's password", known)
    assert not is_password("x" * 10_000, known)
    assert not is_password("anything", "no hash at all")


def test_an_account_that_is_not_there_costs_the_same_hash(monkeypatch):
    asked = []

    class Hasher:
        def verify(self, password_hash: str, _password: str) -> bool:
            asked.append(extract_parameters(password_hash))
            return True

        hash = staticmethod(passwords._hasher.hash)

    monkeypatch.setattr(passwords, "_hasher", Hasher())
    assert not is_password("nobody's password", "")
    assert asked == [extract_parameters(hash_password("another"))]


def test_names_are_compared_without_case_and_spelling():
    assert fold_name("ZOË") == fold_name("zoe\u0308") == fold_name("Zoë")
    assert check_name("  Ann   A. ") == "Ann   A."
