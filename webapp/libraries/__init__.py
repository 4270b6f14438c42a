"""Libraries for admins: their folders, scans of them, and the files that scans kept aside."""
