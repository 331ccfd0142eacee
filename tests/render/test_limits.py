"""What is too long for Slack is cut where it does the least harm."""

import json
from typing import Any

from bot.render.limits import ACKNOWLEDGEMENT_BYTES, fit_acknowledgement


def said(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def field(name: str) -> dict[str, Any]:
    return {"type": "input", "block_id": name, "element": {"initial_value": "判定" * 100}}


def test_a_form_keeps_its_fields_below_a_list_that_is_too_long() -> None:
    long = [said("審査員の点数が動いた" * 100) for _ in range(20)]
    form = [field("first"), *long, field("second"), said("below")]

    fitted = fit_acknowledgement(form)

    assert [each["block_id"] for each in fitted if each["type"] == "input"] == ["first", "second"]
    assert len(json.dumps(fitted)) < ACKNOWLEDGEMENT_BYTES + 200
    assert fitted[1:3] == long[:2]
    assert sum("…" in json.dumps(each, ensure_ascii=False) for each in fitted) == 1
    assert said("below") not in fitted


def test_what_fits_stays_as_it_is() -> None:
    form = [said("above"), field("first"), said("below")]
    assert fit_acknowledgement(form) == form
