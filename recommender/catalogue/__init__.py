"""The tracks a listener can browse and search, held in memory."""
