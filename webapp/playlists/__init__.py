"""Playlists over HTTP."""
