"""OmniImage Studio: one prompt to many image models, side by side."""

__version__ = "0.1.0"
