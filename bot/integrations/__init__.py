"""Systems other than Slack, a folder each; `httpx` only. Knows no incident and writes nothing."""
