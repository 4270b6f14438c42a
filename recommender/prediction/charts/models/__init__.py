"""The models of a chart, one a file."""
