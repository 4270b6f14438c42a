"""The web player: pages, JSON API, audio, live slates."""
