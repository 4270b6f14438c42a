"""Names of the regions of the map, found in what the tracks there are called and sound like."""
