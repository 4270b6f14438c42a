"""Next week's chart: which songs will be in its top, in which order, and how far to trust that."""
