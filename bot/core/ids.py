"""Slack's identifiers, typed so that they cannot be mixed up. Holds no behaviour."""

from typing import NewType

TeamId = NewType("TeamId", str)
UserId = NewType("UserId", str)
ChannelId = NewType("ChannelId", str)
Ts = NewType("Ts", str)
"""A message's time stamp, as in "1700000000.000100": its name within a channel. Ordered
numerically (`timeline.ts_key`), never as text."""
