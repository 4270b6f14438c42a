"""The library as the models see it: what every track sounds like, and its moods."""
