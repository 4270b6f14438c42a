"""The folders of music that people keep apart: which there are, how they are scanned, and who sees which."""
