"""What a file says about itself: names, dates, numbers and its picture."""
