"""`make bench-room_ghost`: what the room answers at FMA's size, and how long that takes."""
