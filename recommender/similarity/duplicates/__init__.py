"""Which tracks are the same recording, told by their sound."""
