"""What it costs that segue is there: to start it, and to have it run while nobody listens."""
