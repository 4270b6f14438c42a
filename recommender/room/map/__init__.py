"""The learned layout of a library in three dimensions: made by a job, published, kept where it was."""
