"""Every evaluation whose data is in one folder."""
