"""The engine for scripts: no window, no database, no thread before the first call."""
