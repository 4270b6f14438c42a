"""Outside tables, read by column name into the records of the predictions."""
