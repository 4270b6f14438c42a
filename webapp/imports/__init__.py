"""Listening histories of other services, sent by the page."""
