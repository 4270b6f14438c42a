"""The engine with what it needs, and the stream workers."""
