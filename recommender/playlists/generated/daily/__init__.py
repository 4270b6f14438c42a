"""Lists of a day or a week: made of what a listener likes and has heard."""
