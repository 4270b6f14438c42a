"""What commands show at the keyboard."""
