"""The engine for scripts, without window or database."""
