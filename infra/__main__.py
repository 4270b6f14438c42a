"""`python -m infra`: the `segue` command."""

from infra.cli import main

if __name__ == "__main__":
    main()
