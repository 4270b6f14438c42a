"""The closed table of what rules may ask about."""
