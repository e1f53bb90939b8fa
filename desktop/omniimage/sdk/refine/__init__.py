"""Refine: a prompt made better by a judged loop. Pure rooms first; `loop` alone talks to models."""
