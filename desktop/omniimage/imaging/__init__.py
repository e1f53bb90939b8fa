"""Pixels in, pixels out. Knows no database, no provider, no window."""
