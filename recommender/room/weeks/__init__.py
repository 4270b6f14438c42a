"""The weeks of a listener's archive: how often each track of the map was played in which of them."""
