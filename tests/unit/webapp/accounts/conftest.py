"""A web of its own for the tests of accounts."""

import pytest

from tests.builders.accounts import MadeAccounts
from tests.builders.web import MadeWeb, made_web


@pytest.fixture(scope="package")
def web(tmp_path_factory) -> MadeWeb:
    """Services that are made once."""
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def accounts(web) -> MadeAccounts:
    """An application where nobody has an account yet."""
    return MadeAccounts(web)
