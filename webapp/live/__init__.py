"""Listening live: activity comes up from the pages, slates go down. Socket.IO, websocket only."""
