"""What the models read: sound, genres, words, artists."""
