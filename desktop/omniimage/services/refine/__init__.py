"""Refine: sessions that last. `sdk.refine` decides; this room makes the calls, keeps what came and shows it."""
