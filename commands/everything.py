"""Imports every command file, so that the registry is full."""

from commands import (  # noqa: F401
    action_items,
    channels,
    declare,
    document,
    findings,
    findings_sent,
    help,
    home,
    item_follow_up,
    life_cycle,
    messages,
    people,
    records,
    retrospective,
    roles,
    severity,
    short_form,
    timeline,
    times,
    updates,
)
