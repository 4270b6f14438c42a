"""Playlists in MongoDB: made by hand, by rules, and by segue."""
