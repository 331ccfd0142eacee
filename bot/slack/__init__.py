"""The only place that speaks to Slack: listens, delivers, looks for what it may have delivered."""
