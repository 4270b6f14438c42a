"""Where Spark's executors find the driver."""

import re
import socket

from infra.settings import Settings
from recommender.errors import ServerUnavailable

_ANY_PORT = 9
_THIS_MACHINE = "127.0.0.1"


def driver_host(settings: Settings) -> str:
    """Return the address that executors call back: the setting, else this machine's address towards the master.

    For a master inside the process it is 127.0.0.1. Raises `ServerUnavailable` when the master's name is not known.
    """
    master = re.match(r"spark://([^:,/]+)", settings.spark_master)
    if settings.spark_driver_host or not master:
        return settings.spark_driver_host or _THIS_MACHINE
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((master[1], _ANY_PORT))  # sends nothing: it only chooses the interface
        except OSError as error:
            raise ServerUnavailable(
                f"Spark's master {master[1]} is not known here ({error}); check SEGUE_SPARK_MASTER"
            ) from error
        return str(probe.getsockname()[0])
