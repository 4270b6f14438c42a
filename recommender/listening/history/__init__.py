"""What listeners heard: what a play is, how plays add up, and what lists make of them."""
