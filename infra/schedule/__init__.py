"""What is done by itself: rules of when, the jobs, and the loop that runs them."""
