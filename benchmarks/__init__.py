"""Measures a real bot in a rehearsal workspace: `python -m benchmarks`. Tests nothing."""
