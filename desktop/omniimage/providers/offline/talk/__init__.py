"""The built-in writer and judge: no AI. They know the illustrator's words and read the truth in its pictures."""

from .speaker import answer

__all__ = ["answer"]
