"""Batches: making the tasks of one, pacing providers, and the durable queue that carries them out."""
