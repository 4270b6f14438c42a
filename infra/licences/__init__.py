"""Which licence everything has that segue is run, tested and built with."""
