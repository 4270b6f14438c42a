"""Finding the tracks near a vector: exactly, by cells, by trees."""
