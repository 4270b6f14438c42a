"""How a sound is described in the thirteen features that Spotify and the Echo Nest made customary."""
