"""Playlists as files: M3U8, XSPF and JSPF, read from bytes and written as text; no file is opened here."""
