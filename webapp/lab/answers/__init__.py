"""The JSON answers of the lab, declared once; one file a topic."""
