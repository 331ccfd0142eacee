"""What happens, one file per thing: a transaction, the rules, the rows for Slack.

Flows own transactions. They call no Slack and hold no wording.
"""
