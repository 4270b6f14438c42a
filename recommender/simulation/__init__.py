"""Listeners with hidden tastes, who try out what proposes the next tracks."""
