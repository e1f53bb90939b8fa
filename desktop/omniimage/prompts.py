"""Loads and renders `prompts/`. A missing variable is an error."""
