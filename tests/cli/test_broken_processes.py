"""Processes that end before they were given their work."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from types import SimpleNamespace
from typing import Any, cast

import pytest

from zmqlint import run


class _Broken:
    def __init__(self, *_: object, **__: object) -> None: ...

    def __enter__(self) -> _Broken:
        return self

    def __exit__(self, *_: object) -> None: ...

    def map(self, *_: object) -> Any:
        raise BrokenProcessPool


def test_each_file_is_told_and_the_rest_of_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "ProcessPoolExecutor", _Broken)
    done: list[str] = []
    linter = cast("Any", SimpleNamespace(selection=None))
    found = list(run.check_files(["a.py", "b.py"], linter, jobs=2, meanwhile=lambda: done.append("parsed")))
    reasons = [one.checked.failure.reason for one in found if one.checked.failure is not None]
    assert [one.checked.path for one in found] == ["a.py", "b.py"]
    assert len(reasons) == 2
    assert all("ended abruptly" in reason for reason in reasons)
    assert done == ["parsed"]
