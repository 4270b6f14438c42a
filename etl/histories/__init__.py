"""Listening histories: every form of export, each told by its content."""
