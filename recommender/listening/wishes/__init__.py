"""What a listener wishes the picks to be: of a mood, or of a radio."""
