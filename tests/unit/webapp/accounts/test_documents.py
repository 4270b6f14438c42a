"""What is answered about accounts is what the OpenAPI document says."""

import jsonschema

from tests.builders.accounts import PASSWORD


def test_every_answer_about_accounts_is_what_the_document_says(accounts):
    accounts.add("Admin", "admin")
    accounts.add("Anna")
    client = accounts.log_in("Admin")
    accounts.token("Admin", "play")
    document = client.get("/api/v1/openapi.json").json

    def invitation() -> dict:
        answer = client.post("/api/v1/invitations", json={"role": "guest"})
        return {"post_invitation": answer, "secret": answer.json["path"].split("#")[1]}

    made = invitation()
    look = {"invitation": made["secret"]}
    new = accounts.app.test_client()
    answers = {
        "get_me": client.get("/api/v1/me"),
        "post_login": new.post("/api/v1/login", json={"name": "Anna", "password": PASSWORD}),
        "post_logout": new.post("/api/v1/logout"),
        "post_invitation": made["post_invitation"],
        "post_invited": new.post("/api/v1/join/look", json=look),
        "post_account": new.post("/api/v1/join", json={**look, "name": "Bert", "password": PASSWORD}),
        "post_password": client.post("/api/v1/me/password", json={"old": PASSWORD, "new": "quite another one"}),
        "get_sessions": (sessions := client.get("/api/v1/me/sessions")),
        "post_token": client.post("/api/v1/me/tokens", json={"name": "phone", "scopes": ["play"]}),
        "get_tokens": (tokens := client.get("/api/v1/me/tokens")),
        "delete_token": client.delete(f"/api/v1/me/tokens/{tokens.json['items'][0]['token']}"),
        "get_accounts": client.get("/api/v1/accounts"),
        "post_role": client.post("/api/v1/accounts/id-Anna/role", json={"role": "guest"}),
        "delete_account": client.delete("/api/v1/accounts/id-Anna"),
        "delete_session": client.delete(f"/api/v1/me/sessions/{sessions.json['items'][0]['session']}"),
    }
    operations = {one["operationId"]: one for path in document["paths"].values() for one in path.values()}
    endpoints = accounts.app.endpoints
    named = {each.handle.__name__ for each in endpoints if each.handle.__module__.startswith("webapp.accounts.")}
    assert answers.keys() == named
    for name, answer in answers.items():
        assert answer.status_code == 200, (name, answer.json)
        schema = operations[name]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {"$ref": "#/wanted", "wanted": schema, "components": document["components"]}
        jsonschema.Draft202012Validator(whole).validate(answer.json)
