"""What is kept, and the questions asked of it. Knows no rule, no wording and no Slack."""
