"""What an ingest writes down of itself while it goes on."""
