"""Matting models for tests and figures: tiny ones, the U²-Net architecture with random weights, and a real small one."""
