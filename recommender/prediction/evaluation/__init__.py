"""What all topics measure with: folds, scores, and the report of an evaluation."""
