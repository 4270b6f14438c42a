"""Songs that the listener has never heard."""
