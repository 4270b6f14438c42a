"""`make bench-live`: segue under load beside a bare relay."""
