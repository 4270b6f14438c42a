"""How soon the page sounds and shows what has changed, in Chromium on real servers."""
