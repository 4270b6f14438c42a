"""What keeps answers quick in a process that computes and waits at the same time."""

import gc
import sys

from threadpoolctl import threadpool_limits

SWITCH_S = 0.001
"""A thread that computes gives way to those that wait for the network this often; Python's 5 ms show in latencies."""


def tune_for_latency() -> None:
    """Compute on one thread and give way often: small products are slower on several, and sockets wait meanwhile.

    Only libraries that are loaded already are told.
    """
    threadpool_limits(limits=1)
    sys.setswitchinterval(SWITCH_S)


def begin_to_collect() -> None:
    """Have the garbage collector look only at what comes from now on."""
    gc.freeze()
    gc.enable()


def leave_alone_what_is_loaded() -> None:
    """Keep the garbage collector from walking through catalogue and index, for a tenth of a second each time."""
    gc.collect()
    gc.freeze()
