"""How long a load lasts beside what is measured."""

WARM_UP_S = 5.0
"""The same load before the measured one, told apart in the result: pages, caches and the broker's compiler are cold."""
SETTLE_S = 8.0
"""For the last answers."""
