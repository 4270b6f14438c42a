"""Commands that run, or say what runs."""
