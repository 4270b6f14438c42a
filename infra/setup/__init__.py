"""Set-up of a fresh machine; imports nothing but Python's own library, because it runs before anything is installed."""
