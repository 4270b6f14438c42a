"""A library of a million tracks: searched, paged and read anew while people listen."""
