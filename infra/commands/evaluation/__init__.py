"""`segue evaluate ...`: one file a topic."""
