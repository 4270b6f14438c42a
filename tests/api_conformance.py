"""Holds a running player against its own OpenAPI document, by schemathesis with a fixed seed."""

import subprocess
import sys
from pathlib import Path

SEED = 20_260_105
_CONFIG = """
seed = {seed}
continue-on-failure = true
wait-for-schema = 10
warnings = false

[auth.openapi.listener]
api_key = "{cookie}"

[phases]
stateful.enabled = false

[generation]
max-examples = {max_examples}

[checks]
not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", {unavailable}]
# What is too long is refused before anybody looks whether it is right.
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 414, 415, 422, 429, 503]

[[operations]]
# A cursor belongs to its own list, order and filters, and excludes `start`; at most 100 ids: no schema can say so.
include-operation-id = [
  "list_tracks", "list_albums", "list_artists", "list_heard_tracks", "list_plays",
  "list_favourite_tracks", "list_favourite_albums", "list_favourite_artists", "list_rejected",
]
checks.positive_data_acceptance.expected-statuses = ["2xx", "3xx", 400, 503]

[[operations]]
# Each event is judged by itself: a bad one is named in `rejected`, the others are taken.
include-operation-id = "post_activity"
checks.negative_data_rejection.expected-statuses = [200, 400, 401, 403, 413, 415, 429, 503]

[[operations]]
# They say with 503 that something is not there, and what.
include-operation-id = ["get_health", "get_root_health", "get_predict_page"]
checks.not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 503]

[[operations]]
# Which week can be forecast follows from the data.
include-operation-id = "post_predict"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 422, 503]

[[operations]]
# Nobody is invited to a list that is private: which it is, no schema can say.
include-operation-id = "post_operations"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 503]

[[operations]]
# Folders and names that are taken are looked up; rejected files are some or all: no schema can say so.
include-operation-id = ["post_library", "patch_library", "post_rejected_retry"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422, 503]

[[operations]]
# Any bytes are a file; whether they are a playlist is found out by reading it.
include-operation-id = "post_playlist_file"
generation.max-examples = 3
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 429, 503]

[[operations]]
include-operation-id = "post_smart_file"
generation.max-examples = 3
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 429, 503]

[[operations]]
# Whether the library has the tracks, and a track can have the values or the picture, is found out by looking.
include-operation-id = ["post_correction", "post_correction_look", "post_tags_restored"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422, 503]

[[operations]]
include-operation-id = "post_cover"
generation.max-examples = 3
checks.positive_data_acceptance.expected-statuses = ["2xx", 422, 429, 503]

[[operations]]
# Whether the library has one of the tracks is found out by asking.
include-operation-id = "post_track_file"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 422, 503]

[[operations]]
# Zones, fields and what may be asked of them are looked up; the tag of the outermost group may be left out.
include-operation-id = ["post_smart", "put_smart", "post_smart_preview", "post_in_common"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 422, 503]
checks.negative_data_rejection.expected-statuses = [200, 400, 401, 403, 404, 413, 415, 422, 429, 503]

[[operations]]
# Whether the library has what is named, and a list of it, is found out by asking.
include-operation-id = ["get_path", "get_blend", "get_radio", "get_arc"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422, 503]

[[operations]]
# There may be no map yet, or a track, row, version or quantity that it does not have; ids are longer in an address than
# they are, when encoded: no schema can say so.
include-operation-id = [
  "get_map", "get_map_quantities", "get_map_rows", "get_map_tracks", "get_map_node", "get_map_taste", "get_ghost",
  "get_map_weeks", "post_map_table", "post_map_table_file",
]
checks.not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 503]
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 409, 414, 503]

[[operations]]
# Which arrangements there are, of which revision, and whether one more fits, is found out by looking.
include-operation-id = ["get_arrangement", "put_arrangement", "delete_arrangement"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 409, 422, 503]

[[operations]]
# Any bytes are a file; whether they are sound is found out by the analysis.
include-operation-id = ["post_sound", "post_song_sound"]
generation.max-examples = 3
checks.positive_data_acceptance.expected-statuses = ["2xx", 422, 429, 503]

[[operations]]
# Any bytes are a file, and a listener sends one after the other.
include-operation-id = "post_history_import"
generation.max-examples = 3
checks.not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 503]
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 429, 503]
"""


def assert_conforms(
    address: str, *, cookie: str, folder: Path, max_examples: int, is_trained: bool, without: str = ""
) -> None:
    """Fail with schemathesis' report when an answer is not what the document says.

    `cookie` is a listener's; without models (`is_trained`) 503 is an answer that the document allows. Paths that match
    the expression `without` are not asked.
    """
    config = folder / "schemathesis.toml"
    config.write_text(
        _CONFIG.format(
            seed=SEED,
            cookie=cookie,
            max_examples=max_examples,
            unavailable="" if is_trained else "503",
        )
    )
    run = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "--config-file", config, "--no-color",
            "run", f"{address}/api/v1/openapi.json", "--checks", "all",
            *(["--exclude-path-regex", without] if without else []),
        ],
        cwd=folder, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[max(run.stdout.find("FAILURES"), 0) :] + run.stderr
