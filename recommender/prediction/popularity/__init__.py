"""How popular a track is, 0 to 100, from its sound, its genre and its artist."""
