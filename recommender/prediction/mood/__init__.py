"""Which of four moods a song has, by its descriptors."""
