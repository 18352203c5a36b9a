"""All that is remembered of one program: its files as they were, and the results that still hold.

What is on disk is always consistent in itself: every result in a document holds for the files as that document
describes them. So a run compares the files with the description, drops each result that a difference can touch, and
the rest holds.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from pylint_zmq.glance import giving
from pylint_zmq.glance.views import Views
from pylint_zmq.program import roots
from pylint_zmq.program.outlook import Outlook
from pylint_zmq.reading import SourceError, read_source
from zmqlint.cache import folder
from zmqlint.cache.entries import Entry, entry_from, outcome_of
from zmqlint.cache.facts import Fact, Fault, digest_of, fact_from, parse_fault, read_fact

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from pylint_zmq.program.trace import Trace
    from zmqlint.result import Checked

#: Results are kept for so many configurations.
_MOST_KEYS = 4
_PACKAGE = "__init__"


class ProjectCache:
    """The program under one root, for one run with one configuration."""

    def __init__(self, root: str, key: str, factories: Iterable[str], cache: Path | None, *, always_read: bool) -> None:
        """Take the `root`, resolved; the `key` of the configuration; its `factories`; where the `cache` lies.

        Without a cache nothing is remembered. With `always_read`, size and time of a file are not relied on.
        """
        self.root = root
        self._key = key
        self._factories = frozenset(factories)
        self._always_read = always_read
        self._document = cache / f"{blake2b(os.fsencode(root), digest_size=16).hexdigest()}.json" if cache else None
        self._before: dict[str, Fact] = {}
        self._entries: dict[str, dict[str, Entry]] = {}
        self._given_before: frozenset[str] = frozenset()
        self._load()
        self._now: dict[str, Fact] = {}
        self._data: dict[str, bytes] = {}
        self._views: dict[str, Views] = {}
        self._touched = False
        self._listed = self._listing()
        self._drop_what_changed()
        self._data.clear()

    # What is known of a file

    def fact(self, path: str) -> Fact:
        """Return what the file at `path` (resolved) is now. Raises SourceError if it cannot be read."""
        name = self._name(path)
        if name not in self._now:
            self._now[name] = self._with_use(name, self._look(name))
        return self._now[name]

    def parse_fault(self, path: str) -> Fault | None:
        """Return why the file at `path` is no Python, None if it is. Raises SourceError."""
        fact = self.fact(path)
        if fact.unparsable is None:
            fact.unparsable = parse_fault(path, self._read(self._name(path)))
            self._touched = True
        return fact.unparsable if fact.unparsable[1] else None

    @cached_property
    def outlook(self) -> Outlook:
        """What an analysis of the program need not find out again."""
        facts = [(Path(self._path(name)), self._now[name]) for name in sorted(self._listed)]
        facts.sort(key=lambda pair: pair[0])
        return Outlook(
            Path(self.root),
            tuple(path for path, _ in facts),
            tuple(path for path, fact in facts if fact.mentions_zmq),
            tuple(path for path, fact in facts if fact.matters),
            self._given,
            self._factories,
        )

    # What came out of a file

    def known(self, path: str) -> Checked | None:
        """Return the result for the file at `path`, which need not be absolute, if it still holds."""
        entry = self._entries.get(self._key, {}).get(os.path.abspath(path))
        if entry is None:
            return None
        try:
            return entry.checked(path)
        except (TypeError, ValueError):
            return None

    def keep(self, path: str, checked: Checked, trace: Trace) -> None:
        """Remember the result for the file at `path`, which need not be absolute, and what it depends on."""
        if self._document is None:
            # Nobody would read it, and what other files show costs a look at each of them.
            return
        own = os.path.realpath(path)
        files = {self._name(str(file)) for file in trace.files} | {self._name(own)}
        # What is told of a place in another file may move with it.
        files |= {self._name(os.path.realpath(step.place.path)) for each in checked.reports for step in each.steps}
        try:
            for name in files:
                self.fact(self._path(name))
            found = {self._name(str(file)) for file in trace.found}
            views = self._shown(trace.asked, (self._mattering | found & self._listed) - files)
        except SourceError:
            # A file has gone or changed since: the next run sees what there is.
            return
        entry = Entry(frozenset(files), trace.modules, trace.asked, views, outcome_of(checked))
        self._entries.setdefault(self._key, {})[os.path.abspath(path)] = entry
        self._touched = True

    def save(self) -> None:
        """Write everything down for the next run."""
        if self._document is None or not self._touched:
            return
        used = self._entries.pop(self._key, {})
        kept = [*list(self._entries.items())[-(_MOST_KEYS - 1) :], (self._key, used)]
        folder.write(
            self._document,
            {
                "root": self.root,
                "given": sorted(self._given),
                "files": {name: fact.as_list() for name, fact in self._now.items()},
                "results": {key: {path: entry.as_list() for path, entry in of.items()} for key, of in kept},
            },
        )

    # Reading

    def _load(self) -> None:
        document = folder.read(self._document) if self._document is not None else {}
        if document.get("root") != self.root:
            return
        try:
            facts = {str(name): fact_from(stored) for name, stored in document["files"].items()}
            entries = {
                str(key): {str(path): entry_from(stored) for path, stored in of.items()}
                for key, of in document["results"].items()
            }
            self._given_before = frozenset(document["given"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return
        self._before, self._entries = facts, entries

    def _listing(self) -> frozenset[str]:
        """Look at all files of the program; return their names. One that cannot be read is not there."""
        listed = []
        for path in roots.python_paths(self.root):
            name = self._name(path)
            try:
                self._now[name] = self._look(name)
            except SourceError:
                self._touched = True
                continue
            listed.append(name)
        for name in listed:
            self._now[name] = self._with_use(name, self._now[name])
        return frozenset(listed)

    def _look(self, name: str) -> Fact:
        known = self._before.get(name)
        path = self._path(name)
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            # It says in its own words what is wrong with the file.
            read_source(path)
            raise SourceError(path, str(error)) from error
        if known is not None and not self._always_read and known.holds_for(status):
            return known
        self._touched = True
        fact, self._data[name] = read_fact(path, status, known, lasts=self._document is not None)
        return fact

    def _with_use(self, name: str, fact: Fact) -> Fact:
        """Find out whether a file that does not mention zmq uses what others hand out, if that may have changed."""
        known = self._before.get(name)
        if fact.mentions_zmq:
            return fact
        if known is not None and known.digest == fact.digest and self._given == self._given_before:
            uses = known.uses
        else:
            uses = self._uses.search(self._read(name)) is not None
        return fact if fact.uses == uses else replace(fact, uses=uses)

    def _read(self, name: str) -> bytes:
        return self._data[name] if name in self._data else read_source(self._path(name))

    @cached_property
    def _given(self) -> frozenset[str]:
        """Names of functions and classes that hand out something."""
        return giving.given_names((fact.givers for fact in self._now.values() if fact.mentions_zmq), self._factories)

    @cached_property
    def _uses(self) -> re.Pattern[bytes]:
        return giving.uses(self._given, self._factories)

    # Forgetting

    def _drop_what_changed(self) -> None:
        """Drop the results that may be others now."""
        gone = {name for name in self._before if name not in self._now and not self._is_outside(name)}
        new = {name for name in self._now if name not in self._before}
        changed = {name for name in self._now if name in self._before and self._differs(name)}
        if gone or new or changed:
            self._touched = True
        if any(_module(name) == _PACKAGE for name in gone | new):
            # What a package is decides how every file in it is called.
            self._entries.clear()
            return
        came_or_went = {_module(name) for name in gone | new}
        if not self._entries:
            return
        views = {name: Views(self._read(name)) for name in new | changed}
        for by_path in self._entries.values():
            for path, entry in list(by_path.items()):
                if (
                    entry.files & (gone | changed)
                    or any(self._is_another(name) for name in entry.files if self._is_outside(name))
                    or entry.modules & came_or_went
                    or any(entry.views.get(name) for name in gone)
                    or any(
                        self._shows(each, name, entry.asked) != entry.views.get(name, "")
                        for name, each in views.items()
                    )
                ):
                    del by_path[path]

    def _differs(self, name: str) -> bool:
        return self._before[name] is not self._now[name] and not self._before[name].same_content(self._now[name])

    def _shown(self, asked: dict[str, frozenset[str]], names: Iterable[str]) -> dict[str, str]:
        """Return what some files show to the questions.

        Raises SourceError if one is no longer what it was when it was looked at.
        """
        found = {}
        for name in names:
            if name not in self._views:
                data = self._read(name)
                if digest_of(data) != self._now[name].digest:
                    raise SourceError(name, "has changed")
                self._views[name] = Views(data)
            shown = self._shows(self._views[name], name, asked)
            if shown:
                found[name] = shown
        return found

    @cached_property
    def _mattering(self) -> frozenset[str]:
        return frozenset(name for name in self._listed if self._now[name].matters)

    def _shows(self, views: Views, name: str, asked: dict[str, frozenset[str]]) -> str:
        return views.shows(asked, matters=self._now[name].matters)

    def _is_outside(self, name: str) -> bool:
        """Whether a file is none that a walk through the program comes by."""
        return name not in self._listed and (os.path.isabs(name) or os.path.exists(self._path(name)))

    def _is_another(self, name: str) -> bool:
        try:
            self._now[name] = self._with_use(name, self._look(name))
        except SourceError:
            return True
        return name not in self._before or self._differs(name)

    def _name(self, path: str) -> str:
        """Return a path as the document has it: relative to the root, if it lies below it."""
        return path[len(self.root) + 1 :] if path.startswith(f"{self.root}{os.sep}") else path

    def _path(self, name: str) -> str:
        return os.path.join(self.root, name)


def _module(name: str) -> str:
    """Return the last part of the name of the module in a file."""
    return os.path.splitext(os.path.basename(name))[0]
