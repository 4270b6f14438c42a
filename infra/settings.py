"""Every setting of segue, read from the environment once, here and nowhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

import msgspec

from recommender.errors import BadSetting
from recommender.similarity.search.settings import SHARD_TRACKS

PREFIX = "SEGUE_"


def _setting(default: Any, text: str, *, secret: bool = False) -> Any:
    return field(default=default, metadata={"text": text, "secret": secret})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What can be set; each field is `SEGUE_<NAME>` in the environment."""

    home: Path = _setting(Path(".segue"), "Folder for everything segue writes")
    mongo_uri: str = _setting("", "MongoDB to use; empty: the embedded one", secret=True)
    mongo_database: str = _setting("segue", "Name of the database")
    mongo_port: int = _setting(27317, "Port of the embedded MongoDB; 0: any free one")
    kafka_bootstrap: str = _setting("", "Kafka to use, host:port; empty: the embedded one")
    kafka_port: int = _setting(9392, "Port of the embedded Kafka; its controller takes the next one; 0: any free ones")
    kafka_partitions: int = _setting(8, "Partitions of a topic when it is made")
    cell: str = _setting("", "Cell of listeners: topics become segue.<cell>.activity and so on")
    spark_master: str = _setting("local[*]", "Spark master")
    spark_driver_host: str = _setting(
        "", "Address at which Spark's executors reach the driver; empty: this machine's towards the master"
    )
    spark_driver_memory: str = _setting("2g", "Memory of the Spark driver")
    index_shard_tracks: int = _setting(
        SHARD_TRACKS, "Tracks of a shard of the similarity index, at most, 10,000 to 1,000,000; 0: always one shard"
    )
    artifacts_url: str = _setting("", "Where artifacts are published, any fsspec URL; empty: <home>/artifacts")
    artifacts_keep: int = _setting(3, "Versions kept of each artifact")
    artifacts_poll_s: float = _setting(2.0, "How often serving processes look for a new version, seconds")
    analysis_workers: int = _setting(0, "Processes that analyse audio; 0: one per core")
    analysed_middle_s: float = _setting(
        120.0, "Seconds analysed from the middle of a long file; part of the fingerprint"
    )
    web_host: str = _setting("127.0.0.1", "Address the player listens on")
    web_port: int = _setting(8080, "Port of the player")
    allowed_hosts: str = _setting("", "Further host names the player answers to, comma-separated; * for any")
    trusted_proxies: str = _setting(
        "0",
        "Reverse proxies in front whose X-Forwarded headers are believed: how many, or their addresses",
    )
    address_events_per_s: float = _setting(100.0, "Activity events a second that one network address may send")
    address_listeners_per_min: int = _setting(60, "New listeners that one network address may have in a minute")
    address_sockets: int = _setting(128, "Live sockets that one network address may have at the same time")
    access: str = _setting(
        "auto",
        "auto: accounts, and no login before there is one on a player that only this machine reaches; "
        "open: every browser on this machine is a listener of its own and may do everything",
    )
    proxy_login_header: str = _setting("", "Header by which a reverse proxy says who asks, such as Remote-User")
    proxy_login_from: str = _setting("", "Addresses or networks of the proxies that are believed, comma-separated")
    oidc_issuer: str = _setting("", "Issuer of the OpenID Connect provider by which people log in; empty: none")
    oidc_name: str = _setting("Single sign-on", "What the page calls that provider")
    oidc_client_id: str = _setting("", "Client id that the provider knows segue by")
    oidc_client_secret: str = _setting("", "Its secret, where the provider gives one", secret=True)
    oidc_role_claim: str = _setting("", "Claim that says somebody's role, such as groups; empty: admins here decide")
    oidc_roles: str = _setting("", "Roles by that claim's values: admin=VALUE,guest=VALUE; others are listeners")
    secret_key: str = _setting("", "Signs the listener's cookie; empty: made once in <home>/secret_key", secret=True)
    upload_limit_mb: int = _setting(100, "Largest sound file the page may upload, MB")
    upload_limit_s: float = _setting(30.0, "CPU seconds the analysis of an upload may take")
    table_limit_mb: int = _setting(512, "Largest table the lab's pages may send to be trained on, MB")
    history_limit_mb: int = _setting(512, "Largest listening history the page may send to be imported, MB")
    transcode_limit: int = _setting(4, "Transcodings to Opus at the same time")
    slate_picks: int = _setting(12, "Picks in a slate")
    taste_half_life_days: float = _setting(14.0, "Time in which a play loses half of its weight, days")
    artist_cap: int = _setting(2, "Tracks of one artist in any ten picks")
    schedule_at: str = _setting("03:30", "Local time of the nightly index build, HH:MM")
    schedule_new_share: float = _setting(0.05, "Share of new tracks that triggers a build before night")
    watch: Literal["on", "off"] = _setting(
        "on", "on: `segue schedule` scans a library when its folder changes; off: never"
    )
    watch_polling: bool = _setting(
        False, "Whether folders are looked through every 30 s instead: some network folders tell nothing"
    )
    chart_play_weight: float = _setting(1.0, "What a play is worth in segue's own weekly chart")
    chart_like_weight: float = _setting(0.8, "What a like is worth in segue's own weekly chart")
    chart_skip_weight: float = _setting(-0.5, "What a skip is worth in segue's own weekly chart")
    fma_url: str = _setting("https://os.unil.cloud.switch.ch/fma/", "Where FMA's archives lie")
    log_format: str = _setting("auto", "json, text, or auto: text in a terminal")
    log_level: str = _setting("info", "debug, info, warning or error")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; unknown `SEGUE_` names and unusable values raise `BadSetting`."""
        source = os.environ if environment is None else environment
        given = {name.removeprefix(PREFIX).lower(): text for name, text in source.items() if name.startswith(PREFIX)}
        if unknown := sorted(given.keys() - {setting.name for setting in fields(cls)}):
            raise BadSetting(f"no such setting: {PREFIX}{unknown[0].upper()}; `segue settings` lists them")
        values = {}
        for setting in fields(cls):
            if setting.name not in given:
                continue
            try:
                values[setting.name] = msgspec.convert(
                    given[setting.name], setting.type, strict=False, dec_hook=_decode
                )
            except msgspec.ValidationError as error:
                raise BadSetting(f"{PREFIX}{setting.name.upper()}={given[setting.name]!r}: {error}") from error
        return cls(**values)

    def as_environment(self) -> dict[str, str]:
        """Return the environment of a child process with exactly these settings."""
        inherited = {name: text for name, text in os.environ.items() if not name.startswith(PREFIX)}
        return inherited | {
            f"{PREFIX}{setting.name.upper()}": str(getattr(self, setting.name)) for setting in fields(self)
        }

    @property
    def artifacts_location(self) -> str:
        """Folder or URL under which artifacts are published."""
        return self.artifacts_url or str(self.home.absolute() / "artifacts")

    @property
    def tag_backups(self) -> Path:
        """Folder of the tags that files had before others were written into them."""
        return self.home.absolute() / "tag_backups"


def inherited_environment(*, path_first: Path | None = None, also: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment that child processes inherit, and `also`, with `path_first` before the rest of PATH."""
    environment = {**os.environ, **(also or {})}
    if path_first is not None:
        environment["PATH"] = f"{path_first}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return environment


def _decode(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value)).expanduser()
    raise NotImplementedError(kind)


def choose_keras_backend() -> None:
    """Let Keras run on JAX in this process and its children, unless the environment says otherwise."""
    os.environ.setdefault("KERAS_BACKEND", "jax")
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
