"""The only room that knows pywebview and HTTP serving."""
