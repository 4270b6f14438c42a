"""`make quality`: how good every prediction is, on real data."""
