"""The outside AIs and the built-in one. The only room that imports litellm."""
