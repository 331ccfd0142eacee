"""Questions to the database, each a function named for what it asks.

The session comes first, nothing here commits, and every question names its workspace.
"""
