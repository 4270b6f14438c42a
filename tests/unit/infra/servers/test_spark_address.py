from dataclasses import replace

import pytest

from infra.servers.spark_address import driver_host
from infra.settings import Settings
from recommender.errors import ServerUnavailable


def host_for(master, **more):
    return driver_host(replace(Settings(), spark_master=master, **more))


def test_spark_inside_the_process_stays_on_this_machine():
    assert host_for("local[*]") == "127.0.0.1"


def test_a_master_here_is_called_from_here():
    assert host_for("spark://127.0.0.1:7077") == "127.0.0.1"
    assert host_for("spark://localhost:7077") == "127.0.0.1"


def test_the_setting_wins():
    assert host_for("spark://127.0.0.1:7077", spark_driver_host="10.1.2.3") == "10.1.2.3"


def test_an_unknown_master_is_named():
    with pytest.raises(ServerUnavailable, match=r"no-such-host\.invalid is not known"):
        host_for("spark://no-such-host.invalid:7077")
