"""One file per `segue` command."""
