import pytest

from infra.stores.heartbeats import FRESH_S, Heartbeat
from infra.stores.partition_cover import GRACE_S, trouble_of_partitions
from infra.terminal.process_status import lines_of

ROLE = "worker taste"


def beat(n, *, of=8, since_s=GRACE_S + 1, role=ROLE, age_s=0.0):
    figures = {"partitions": n, "partitions_age_s": since_s}
    if of is not None:
        figures["topic_partitions"] = of
    return Heartbeat(process=f"{role}/0", role=role, host="h", trouble="", figures=figures, age_s=age_s)


def trouble(*beats):
    return trouble_of_partitions(ROLE, beats)


@pytest.mark.parametrize("shares", [(8,), (4, 4), (8, 0), (8, 4)])
def test_workers_that_read_all_partitions_are_well_also_with_one_too_many_or_one_just_replaced(shares):
    assert trouble(*map(beat, shares)) == ""


@pytest.mark.parametrize(("shares", "told"), [((0,), "8 of 8"), ((0, 0), "8 of 8"), ((3, 2), "3 of 8")])
def test_partitions_that_nobody_reads_are_told(shares, told):
    assert f"nobody reads {told} partitions" in trouble(*map(beat, shares))


def test_partitions_that_moved_just_now_are_waited_for():
    assert trouble(beat(3), beat(0, since_s=GRACE_S - 1)) == ""


def test_workers_of_others_and_those_that_are_gone_do_not_count():
    assert "2 of 8" in trouble(beat(6), beat(2, role="worker archive"), beat(2, age_s=FRESH_S + 1))


def test_before_the_brokers_were_asked_nothing_is_told():
    assert trouble(beat(0, of=None)) == ""


def test_a_topic_without_partitions_is_told():
    assert "no topic" in trouble(beat(0, of=0))


def test_the_status_has_a_line_for_a_handler_that_reads_a_part_only():
    (line,) = [each for each in lines_of([beat(6)]) if each.name == ROLE]
    assert "nobody reads 2 of 8" in line.trouble
