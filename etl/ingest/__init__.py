"""An ingest: what is there, what must be opened, what came of it, and what is kept aside."""
