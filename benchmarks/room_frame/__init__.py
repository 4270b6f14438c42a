"""What the room costs the page: frames, picking, memory and the first load, measured in Chromium."""
