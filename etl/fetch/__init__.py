"""Freely licensed music to start with: FMA's archives and Debian's music packages."""
