"""What every AccountStore, SessionStore, TokenStore and InvitationStore does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from infra.stores.accounts.accounts import MongoAccountStore
from infra.stores.accounts.invitations import MongoInvitationStore
from infra.stores.accounts.sessions import MongoSessionStore
from infra.stores.accounts.tokens import MongoTokenStore
from recommender.accounts.records import AccessToken, Account, Invitation, Session
from recommender.errors import LastAdmin, NameTaken
from tests.contracts.fakes.accounts import FakeAccountStore, FakeInvitationStore, FakeSessionStore, FakeTokenStore

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def account(name, *, role="listener", password_hash="$argon2id$made-up", **fields):
    return Account(account_id=name.lower(), name=name, role=role, made_at=NOW, password_hash=password_hash, **fields)


def session(session_id, account_id="anna", *, used_at=NOW):
    return Session(
        session_id=session_id, account_id=account_id, device="Firefox", made_at=NOW, used_at=used_at,
        expires_at=used_at + DAY,
    )  # fmt: skip


def token(token_id, account_id="anna", *, made_at=NOW):
    return AccessToken(
        token_id=token_id, account_id=account_id, name="phone", scopes=("play", "write"), made_at=made_at
    )


class AccountStoreContract:
    def test_an_account_comes_back_as_it_was_by_id_by_name_and_by_subject(self, store):
        anna = account("Anna", subject="https://login.example anna")
        store.add(anna)
        assert store.get("anna") == store.named("ANNA") == store.of_subject("https://login.example anna") == anna
        assert store.names_of(["anna", "bert"]) == {"anna": "Anna"}
        assert (store.get("bert"), store.named("Bert"), store.of_subject(""), store.all()) == (None, None, None, [anna])

    def test_a_name_is_taken_whatever_its_case(self, store):
        store.add(account("Anna"))
        with pytest.raises(NameTaken):
            store.add(Account(account_id="other", name="ANNA", role="guest", made_at=NOW))
        store.add(account("Bert"))
        with pytest.raises(NameTaken):
            store.set_login("bert", name="aNNa", password_hash="$")
        assert store.get("bert").name == "Bert"

    def test_somebody_known_elsewhere_has_one_account(self, store):
        store.add(account("Anna", subject="issuer 1"))
        with pytest.raises(NameTaken):
            store.add(account("Bert", subject="issuer 1"))

    def test_nobody_can_log_in_as_the_machines_user_until_a_password_is_set(self, store):
        store.add(account("Machine", password_hash=""))
        assert not store.has_logins()
        assert store.set_login("machine", name="Anna", password_hash="$argon2id$new")
        assert store.has_logins()
        assert (store.get("machine").name, store.get("machine").password_hash) == ("Anna", "$argon2id$new")
        assert not store.set_login("nobody", name="Nobody", password_hash="$")

    def test_the_last_admin_stays_one_as_long_as_there_are_others(self, store):
        store.add(account("Anna", role="admin"))
        store.add(account("Bert"))
        for change in (lambda: store.set_role("anna", "listener"), lambda: store.delete("anna")):
            with pytest.raises(LastAdmin):
                change()
        assert store.set_role("bert", "admin")
        assert store.set_role("anna", "guest")
        assert store.get("anna").role == "guest"
        assert store.delete("anna")
        assert store.delete("bert")
        assert store.all() == []

    @pytest.mark.parametrize("password_hash", ["$argon2id$made-up", ""])
    def test_the_only_account_stays_an_admins_but_may_be_deleted(self, store, password_hash):
        store.add(account("Anna", role="admin", password_hash=password_hash))
        with pytest.raises(LastAdmin):
            store.set_role("anna", "guest")
        assert store.get("anna").role == "admin"
        assert store.set_role("anna", "admin")
        assert store.delete("anna")

    def test_a_stranger_has_no_role_to_change(self, store):
        assert not store.set_role("nobody", "admin")
        assert not store.delete("nobody")


class SessionStoreContract:
    def test_a_session_comes_back_until_it_expires(self, store):
        store.add(session("s1"))
        assert store.find("s1", NOW) == session("s1")
        assert store.find("s1", NOW + DAY) is None
        assert store.of_account("anna", NOW + DAY) == []
        assert store.find("s2", NOW) is None

    def test_using_it_makes_it_last_longer(self, store):
        store.add(session("s1"))
        store.note_use("s1", used_at=NOW + DAY / 2, expires_at=NOW + 2 * DAY)
        assert store.find("s1", NOW + DAY).used_at == NOW + DAY / 2
        store.note_use("gone", used_at=NOW, expires_at=NOW + DAY)
        assert store.find("gone", NOW) is None

    def test_only_the_own_sessions_are_listed_and_ended(self, store):
        for one in (session("s1"), session("s2", used_at=NOW + DAY / 4), session("s3", "bert")):
            store.add(one)
        assert [one.session_id for one in store.of_account("anna", NOW)] == ["s2", "s1"]
        assert not store.end("anna", "s3")
        assert store.end("anna", "s2")
        assert not store.end("anna", "s2")
        assert store.find("s3", NOW)

    def test_all_are_ended_but_the_one_that_is_kept(self, store):
        for one in (session("s1"), session("s2"), session("s3"), session("s4", "bert")):
            store.add(one)
        assert store.end_all("anna", but="s2") == 2
        assert [one.session_id for one in store.of_account("anna", NOW)] == ["s2"]
        assert store.end_all("anna") == 1
        assert store.find("s4", NOW)


class TokenStoreContract:
    def test_a_token_comes_back_with_its_last_use(self, store):
        store.add(token("t1"))
        assert store.find("t1") == token("t1")
        store.note_use("t1", NOW + DAY)
        assert store.find("t1").used_at == NOW + DAY
        store.note_use("gone", NOW)
        assert store.find("gone") is None

    def test_only_the_own_tokens_are_listed_and_ended(self, store):
        for one in (token("t1"), token("t2", made_at=NOW + DAY), token("t3", "bert")):
            store.add(one)
        assert [one.token_id for one in store.of_account("anna")] == ["t2", "t1"]
        assert not store.end("anna", "t3")
        assert store.end("anna", "t1")
        assert store.end_all("anna") == 1
        assert store.find("t3")


class InvitationStoreContract:
    def test_an_invitation_is_good_once_and_for_a_time(self, store):
        for invitation_id, account_id in (("i1", None), ("i2", "anna")):
            store.add(
                Invitation(
                    invitation_id=invitation_id,
                    role="admin",
                    made_at=NOW,
                    expires_at=NOW + DAY,
                    account_id=account_id,
                    made_by=account_id,
                )
            )
        assert store.find("i1", NOW).role == "admin"
        assert (store.has_admins(NOW), store.has_admins(NOW + DAY)) == (True, False)
        assert (store.find("i1", NOW).made_by, store.find("i2", NOW).made_by) == (None, "anna")
        assert store.take("i1", NOW).account_id is None
        assert store.take("i1", NOW) is None
        assert store.find("i1", NOW) is None
        assert store.find("i2", NOW).account_id == "anna"
        assert store.take("i2", NOW + DAY) is None
        assert (store.end_all("anna"), store.end_all("anna")) == (1, 0)
        assert store.find("i2", NOW) is None


class TestFakeAccountStore(AccountStoreContract):
    @pytest.fixture
    def store(self):
        return FakeAccountStore()


class TestFakeSessionStore(SessionStoreContract):
    @pytest.fixture
    def store(self):
        return FakeSessionStore()


class TestFakeTokenStore(TokenStoreContract):
    @pytest.fixture
    def store(self):
        return FakeTokenStore()


class TestFakeInvitationStore(InvitationStoreContract):
    @pytest.fixture
    def store(self):
        return FakeInvitationStore()


@pytest.mark.live
class TestMongoAccountStore(AccountStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoAccountStore(mongo_database)

    def test_of_two_admins_who_step_down_at_once_one_stays(self, store):
        for name, role in (("Anna", "admin"), ("Bert", "admin"), ("Cora", "listener")):
            store.add(account(name, role=role))

        def step_down(account_id):
            try:
                return store.set_role(account_id, "listener")
            except LastAdmin:
                return False

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(step_down, ("anna", "bert"))) == [False, True]


@pytest.mark.live
class TestMongoSessionStore(SessionStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        # The server deletes what has expired by its own clock, which is not the test's.
        mongo_database["sessions"].drop_index("expired")
        return MongoSessionStore(mongo_database)


@pytest.mark.live
class TestMongoTokenStore(TokenStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        return MongoTokenStore(mongo_database)


@pytest.mark.live
class TestMongoInvitationStore(InvitationStoreContract):
    @pytest.fixture
    def store(self, mongo_database):
        mongo_database["invitations"].drop_index("expired")
        return MongoInvitationStore(mongo_database)
