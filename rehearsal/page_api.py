"""stub"""

from __future__ import annotations

from typing import Any

from starlette.routing import BaseRoute


class PageApi:
    def __init__(self, server: Any) -> None:
        self.server = server

    def routes(self) -> list[BaseRoute]:
        return []
