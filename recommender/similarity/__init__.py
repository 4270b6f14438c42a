"""What sounds alike: the feature declaration, the space, the index."""
