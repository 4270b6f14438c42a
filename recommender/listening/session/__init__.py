"""The session that a listener is in, and what followed its last tracks in other sessions."""
