"""A small, strict, Slack-shaped workspace on this machine. Knows nothing about incidents."""
