"""Imports every command file, so that the registry is full."""

from commands import declare, help, people  # noqa: F401
