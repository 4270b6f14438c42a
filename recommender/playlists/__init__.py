"""Playlists made by hand: what they are, who may do what with them, and how edits of several people become one list."""
