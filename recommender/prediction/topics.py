"""The questions of the lab."""

TOPICS = ("charts", "popularity", "descriptors", "streams", "releases", "mood")
"""In the order of the lab; each is also the artifact kind of its model."""
