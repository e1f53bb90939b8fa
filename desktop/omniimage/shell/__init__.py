"""Models from the shell: `omniimage generate` and `omniimage chat`, over the SDK."""
