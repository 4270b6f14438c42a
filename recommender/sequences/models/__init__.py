"""The models, one idea a file: each scores every known track as the next one of a session."""
