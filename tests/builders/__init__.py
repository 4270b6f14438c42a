"""Made-up and really made things that tests work on."""
