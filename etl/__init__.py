"""From sound files to tracks and feature vectors."""
