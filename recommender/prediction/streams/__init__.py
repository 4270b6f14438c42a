"""How often one listener will play a song in the coming days, heard before or never."""
