"""The retrospective in the channel: started, moved from stage to stage, handed over, closed.

Its parts: `open_stage` (draw the open card again), `stage_cards` (what a card shows),
`stage_progress` (what was gathered so far), `stage_answers` (what people say in a stage).
"""

from bot.flows.open_stage import refresh_stage

__all__ = ["refresh_stage"]
