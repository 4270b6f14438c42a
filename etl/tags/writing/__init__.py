"""Writes corrected fields into the tags of a file, keeps what was there, and puts it back."""
