"""The retrospective as a Jupyter notebook: the record inside, and cells that rebuild from it.

nbformat 4.5. Nothing has been run: tables and charts come out of the embedded record, with the
standard library alone, and with matplotlib for the charts where it is installed.
"""

import hashlib
import json
import re
from typing import Any

from bot.render.documents import DocumentRecord
from bot.render.environment import Words
from bot.render.markdown import FILTERS
from bot.render.record_json import record_json

_CELL = re.compile(r"^# %% (markdown|code)\n", re.MULTILINE)


def notebook(words: Words, record: DocumentRecord) -> str:
    """The notebook as JSON, ending with one newline. Its cells stand in `notebook.py.j2`."""
    words.add_document_filters(**FILTERS)
    embedded = record_json(record)
    template = words.document("notebook.py.j2", key=record.key, title=record.title)
    _, *parts = _CELL.split(template)
    cells = [
        _cell(number, kind, _filled(kind, source.strip("\n"), embedded))
        for number, (kind, source) in enumerate(zip(parts[::2], parts[1::2], strict=True))
    ]
    book = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, indent=1, sort_keys=True) + "\n"


def _filled(kind: str, source: str, embedded: str) -> str:
    """The cell with the record in it, as a raw string: JSON never holds three quotes in a row."""
    return source.replace("RECORD_HERE", f'r"""\n{embedded}\n"""') if kind == "code" else source


def _cell(number: int, kind: str, source: str) -> dict[str, Any]:
    # The same place, the same id: what people note in their copy stays comparable.
    name = hashlib.sha256(f"howbot cell {number}".encode()).hexdigest()[:12]
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": name,
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell
