"""What commands and the schedule run, one job a file: build, ingest, import, train."""
