"""What a listener hears and sees of a track: its audio, as it is or transcoded, and its cover."""
