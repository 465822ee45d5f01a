"""Timings: how fast the portal builds, and beside it others at the same records. `make bench` runs it."""
