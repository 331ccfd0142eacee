"""The facts of each Slack message, a frozen dataclass a message, by noun."""
