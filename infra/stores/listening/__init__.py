"""What listeners heard and like, beside the stream's own stores."""
