"""What is done with activity events: each handler moves data, the rules are in `recommender.listening`."""
