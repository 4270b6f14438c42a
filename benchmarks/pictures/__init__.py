"""The pictures of docs/room_case.md, taken of the room that the demo library makes."""
