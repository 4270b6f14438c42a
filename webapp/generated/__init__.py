"""The endpoints of lists that segue makes."""
