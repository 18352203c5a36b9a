"""What holds for all tests: nothing is remembered beyond them, and nothing in the user's own folders."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZMQLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
