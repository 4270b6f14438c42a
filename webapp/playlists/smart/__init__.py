"""Smart playlists over the web: what may be asked, lists with their tracks, and a look while rules are being made."""
