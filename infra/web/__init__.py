"""The web process, and the processes that analyse uploads for it."""
