"""What commands and the schedule build: the index, the map of the room, moods, and the own chart."""
