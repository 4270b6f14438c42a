"""Corrections of tracks, for admins: made, taken back, and written into files where that is asked for."""
