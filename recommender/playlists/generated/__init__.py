"""Lists that segue makes: pure functions of index, catalogue, moods and taste."""
