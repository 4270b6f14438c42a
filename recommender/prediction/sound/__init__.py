"""The features of a sound that popularity, moods and descriptors share."""
