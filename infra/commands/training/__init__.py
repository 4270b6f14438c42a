"""`segue train ...`: one file a topic."""
