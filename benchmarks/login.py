"""How long a login takes and whether a refusal tells by its time, over HTTP, on a real web process and MongoDB."""

import time
from http.client import HTTPConnection

import msgspec
import numpy as np

from benchmarks.own_servers import own_servers, run_beside, wait_until_it_answers
from benchmarks.results_file import Goal, Table, write_result
from infra.settings import Settings
from infra.stores.accounts.opening import account_stores
from infra.stores.database import open_database, prepare_database
from recommender.accounts.passwords import hash_password
from recommender.accounts.records import Account
from recommender.accounts.secrets import make_listener_id
from recommender.clock import system_clock

N_PER_ADDRESS = 24
"""Below the burst that one address may try."""
PASSWORD = "correct horse battery"
GOAL_MS = 150.0
MAX_TOLD_MS = 10.0
"""Difference of medians between an unknown name and a wrong password."""
KINDS = {"login": ("known", PASSWORD), "wrong password": ("known", "wrong"), "unknown name": ("nobody", PASSWORD)}


def main() -> None:
    """Measure and write the result."""
    with own_servers() as settings:
        database = open_database(settings.mongo_uri, settings.mongo_database)
        prepare_database(database)
        accounts = account_stores(database).accounts
        password_hash = hash_password(PASSWORD)
        for number in range(N_PER_ADDRESS):
            accounts.add(
                Account(
                    account_id=make_listener_id(),
                    name=f"known {number}",
                    role="admin",
                    made_at=system_clock(),
                    password_hash=password_hash,
                )
            )
        database.client.close()
        with run_beside(settings, "segue", "web"):
            wait_until_it_answers(f"http://127.0.0.1:{settings.web_port}/health/live")
            taken = {what: logins_ms(settings, what, address=n) for n, what in enumerate(KINDS, start=2)}
    p95 = float(np.percentile(taken["login"], 95))
    told = abs(float(np.median(taken["wrong password"]) - np.median(taken["unknown name"])))
    write_result(
        "login",
        goals=(
            Goal("login by name and password, p95", f"<= {GOAL_MS:g} ms", f"{p95:.0f} ms", p95 <= GOAL_MS),
            Goal(
                "an unknown name and a wrong password differ, medians",
                f"<= {MAX_TOLD_MS:g} ms",
                f"{told:.1f} ms",
                told <= MAX_TOLD_MS,
            ),
        ),
        tables=(
            Table(
                "One at a time, over HTTP, ms",
                ("what", "n", "p50", "p95"),
                tuple(
                    (what, len(ms), *(round(float(np.percentile(ms, at)), 1) for at in (50, 95)))
                    for what, ms in taken.items()
                ),
            ),
        ),
    )


def logins_ms(settings: Settings, what: str, *, address: int) -> list[float]:
    """Return how long each answer took; tries are counted by address, so each kind comes from its own."""
    name, password = KINDS[what]
    expected = 200 if what == "login" else 401
    taken = []
    for number in range(N_PER_ADDRESS):
        connection = HTTPConnection(
            "127.0.0.1", settings.web_port, timeout=30, source_address=(f"127.0.0.{address}", 0)
        )
        body = msgspec.json.encode({"name": f"{name} {number}", "password": password})
        began = time.perf_counter()
        connection.request("POST", "/api/v1/login", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        taken.append(1000 * (time.perf_counter() - began))
        connection.close()
        if answer.status != expected:
            raise RuntimeError(f"{what} {number}: {answer.status} instead of {expected}")
    return taken


if __name__ == "__main__":
    main()
