"""Catalogue readers: each turns one kind of collection into a `Listing`, without opening a sound file."""
