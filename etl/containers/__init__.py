"""What stands in the bytes of sound files: containers, frames, and the tags around them; nothing is decoded."""
