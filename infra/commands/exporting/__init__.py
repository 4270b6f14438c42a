"""The subcommands of `segue export`, one file each."""
