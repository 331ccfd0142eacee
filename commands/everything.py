"""Imports every command file, so that the registry is full."""

from commands import declare, findings, findings_sent, help, messages, people  # noqa: F401
