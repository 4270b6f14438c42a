"""`python -m infra.setup [--dev]`: everything that one machine needs, once; called by `infra/setup/setup.sh`."""

import argparse
import subprocess
import sys

from infra.setup.stamps import Stamps
from infra.setup.steps import ENVIRONMENT, SetUp
from infra.setup.system_packages import Lacking


def main() -> int:
    """Run set-up and return the exit code."""
    parser = argparse.ArgumentParser(prog="make setup", description="Prepare this machine and folder for segue.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    try:
        SetUp(dev=parser.parse_args().dev, stamps=Stamps(ENVIRONMENT / ".stamps")).run()
    except Lacking as lacking:
        print(lacking, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        command = " ".join(map(str, failed.cmd))
        print(f"set-up stopped: `{command}` ended with {failed.returncode}; its reason stands above", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
