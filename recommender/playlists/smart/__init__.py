"""Smart playlists: rules over a closed table of fields, checked, worked out over columns, ordered and cut."""
