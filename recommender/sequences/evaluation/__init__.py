"""Whether the next track of sessions that were not learned from is foreseen."""
