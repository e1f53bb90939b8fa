"""Loopback servers that speak the providers' protocols and fail as they are told."""
