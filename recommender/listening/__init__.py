"""What a listener wants next: taste, candidates, ranking, slates."""
