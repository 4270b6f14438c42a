"""Corrected tags into files, and back."""
