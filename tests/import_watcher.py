"""Imports modules in a fresh process and prints, as JSON, what they did that importing should not do.

Python's audit events tell of every socket, process and file. An event counts when a file of the house is on the
stack: what third-party packages do while they are imported is theirs.
"""

import json
import sys
import threading
from importlib import import_module
from pathlib import Path
from types import FrameType

ROOT = Path.cwd()
DEEDS = (
    "socket.connect",
    "socket.bind",
    "subprocess.Popen",
    "os.system",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.fork",
)
FOREIGN = ("site-packages", "lib/python", "<frozen")


def main() -> None:
    """Import what the arguments name and print the list of deeds."""
    sys.path.insert(0, str(ROOT))
    deeds: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        is_file = event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".so"))
        if (event in DEEDS or is_file) and (where := _done_by_the_house(sys._getframe(1))):
            deeds.append(f"{where}: {event} {arguments[0]!r}")

    sys.addaudithook(watch)
    threads = threading.active_count()
    for module in sys.argv[1:]:
        import_module(module)
        if threading.active_count() > threads:
            deeds.append(f"{module}: started a thread")
            threads = threading.active_count()
    print(json.dumps(deeds))


def _done_by_the_house(frame: FrameType | None) -> str:
    """Return the place in the house nearest to the deed, unless a foreign module's import lies between."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(str(ROOT)) and not any(part in name for part in FOREIGN) and name != __file__:
            return f"{Path(name).relative_to(ROOT)}:{frame.f_lineno}"
        if frame.f_code.co_name == "<module>":
            return ""
        frame = frame.f_back
    return ""


if __name__ == "__main__":
    main()
