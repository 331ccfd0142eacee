"""Templates compiled at an earlier start: taken where they are sound, never needed."""

from pathlib import Path

import jinja2
import pytest

from bot.render import compiled


@pytest.fixture
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def _greeting(
    said: str = "Hello {{ name }}", *, name: str = "Ana", kind: str = "plain", escaped: bool = False
) -> str:
    """As a process says it that has compiled nothing yet."""
    words = jinja2.Environment(
        loader=jinja2.DictLoader({"greeting": said}),
        bytecode_cache=compiled.compiled_before(kind),
        autoescape=escaped,
    )
    return words.get_template("greeting").render(name=name)


def test_a_later_start_finds_what_was_compiled(
    own_temporary_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _greeting() == "Hello Ana"
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert _greeting() == "Hello Ana"


def test_a_changed_template_is_compiled_anew(own_temporary_folder: Path) -> None:
    assert _greeting() == "Hello Ana"
    assert _greeting("Good morning {{ name }}") == "Good morning Ana"


def test_what_was_compiled_without_escapes_is_not_taken_where_values_are_escaped(
    own_temporary_folder: Path,
) -> None:
    assert _greeting(name="<b>") == "Hello <b>"
    assert _greeting(name="<b>", kind="page", escaped=True) == "Hello &lt;b&gt;"
    assert _greeting(name="<b>") == "Hello <b>"


def test_half_a_file_is_compiled_anew(own_temporary_folder: Path) -> None:
    _greeting()
    [kept] = own_temporary_folder.glob("*/*.cache")
    for size in range(kept.stat().st_size):
        kept.write_bytes(kept.read_bytes()[:size])
        assert _greeting() == "Hello Ana"


def test_a_full_disk_stops_nobody(
    own_temporary_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    assert _greeting() == "Hello Ana"


def test_a_folder_that_belongs_to_somebody_else_is_not_trusted(
    own_temporary_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert compiled.compiled_before("plain") is not None
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)  # nobody's, and never ours
    assert compiled.compiled_before("plain") is None


def test_without_a_folder_everything_is_still_said(
    own_temporary_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(own_temporary_folder / "not" / "there"))
    assert compiled.compiled_before("plain") is None
    assert _greeting() == "Hello Ana"
