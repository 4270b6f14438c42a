"""What the room can be coloured, sized and laid out by: one closed list of quantities."""
