"""Steps from one version of the stored data to the next.

A step is a module `m0002_what_it_does.py` with `VERSION = 2` and `migrate(database) -> None`. It must be
idempotent, because a step that was interrupted is run again. Version 1 is the first one and needs none.
"""
