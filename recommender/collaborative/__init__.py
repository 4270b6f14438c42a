"""Listeners alike: which items (artists or tracks) a listener will like, learnt from what all listeners heard."""
