"""What people have corrected of tracks, and the pictures they gave them."""
