"""The room of songs: where each track stands, what its neighbourhood is called, and what its axes mean."""
