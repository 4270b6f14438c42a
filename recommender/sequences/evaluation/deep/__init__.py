"""Networks over sessions, measured beside the plain models; nothing here is served."""
