"""Charts in MongoDB: from outside, and of what was heard here."""
