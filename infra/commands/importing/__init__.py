"""The subcommands of `segue import`, one file each."""
