"""The server: connections, sockets and bodies within limits, compressed answers."""
