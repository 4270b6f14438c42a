"""Makes the standard library wait cooperatively. Imports nothing that would have to be patched."""


def patch_all() -> None:
    """Patch the process; to be called before anything else that opens sockets or makes locks is imported."""
    from gevent import events, monkey

    # Else gevent looks two dozen times through all installed packages for plugins of its own: a tenth of a second.
    events.notify_and_call_entry_points = events.notify
    monkey.patch_all()
