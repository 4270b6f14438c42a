"""The room: the map of the tracks as those see it who ask, what stands beside a track, and its ghost."""
