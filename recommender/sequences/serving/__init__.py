"""The published form: arrays that are mapped, not read, with what was heard since on top."""
