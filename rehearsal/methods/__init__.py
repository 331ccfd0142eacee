"""The Web API methods the workspace serves, by name."""

from rehearsal.methods import (
    about,
    canvases,
    channels,
    chat,
    conversations,
    files,
    history,
    marks,
    people,
    views,
)
from rehearsal.methods.ask import HANDLERS

__all__ = ["HANDLERS"]
_SERVED = (about, canvases, channels, chat, conversations, files, history, marks, people, views)
