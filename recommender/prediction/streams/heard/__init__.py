"""Songs that the listener has heard before."""
