"""What happened to the resources of each allocation site, over all paths of one function."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pylint_zmq.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from astroid import nodes

    from pylint_zmq.analysis.heap import Resource, Site
    from pylint_zmq.analysis.values import Value

NEVER = "never"
ON_PATH = "on-path"
ON_ERROR = "on-error"


@frozen
class Loss:
    """One way in which a resource is lost."""

    site: Site
    #: By error: an exception was raised while it was open.
    erred: bool
    #: The step at which the last reference went.
    step: nodes.NodeNG
    #: How it went: "return", "end", "raise", "rebind", "delete", "drop", "iteration".
    manner: str
    #: What raised first, for a loss by error.
    cause: nodes.NodeNG | None
    #: The name that held it, where one did.
    name: str = ""
    #: The doubt about the error: some exception on the way comes from a step that only sets up ("option", "attach").
    doubt: str = ""


@frozen
class Keeping:
    """A resource was stored where it outlives the function."""

    #: `self.sock`, `:name` for a global.
    path: str
    #: The kind of container it was put into, "" if it stands there by itself.
    box: str
    #: The context of a socket.
    context: Value
    #: The class of an owner, or of a derived socket.
    derived: str = ""
    #: destroy() of its context knows it.
    registered: bool = True
    #: It is inside of something that was stored there, or put into the container: of a tuple, of another container.
    nested: bool = False


@dataclass(slots=True)
class SiteRecord:
    """All that happened to one site."""

    released: bool = False
    #: One of the releases also runs after an exception: in a `finally`, a handler, at the end of `with`.
    protected: bool = False
    handed: bool = False
    #: Another function had a part in it: it created the resource, or was given it.
    crossed: bool = False
    #: It went into code that cannot be seen, and is taken to have come back (zmq-report-unseen).
    guessed: bool = False
    keepings: list[Keeping] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def story(self) -> str | None:
        """The class of the loss by design: never, on-path, on-error; None if nothing is lost."""
        if not self.losses:
            return None
        if not (self.released or self.handed):
            return NEVER
        return ON_ERROR if all(loss.erred for loss in self.losses) else ON_PATH


class Ledger:
    """The events of one run of a function, by site. Path-insensitive: what matters is whether something can happen."""

    def __init__(self) -> None:
        self.sites: dict[Site, SiteRecord] = {}
        #: (call that ends a context, site of a socket of it that is open then) -> whether only after an error.
        self.hangs: dict[tuple[nodes.NodeNG, Site], bool] = {}
        #: While a class is asked: what was given, by itself or in a container, to code that cannot be seen.
        self.given: set[Site] = set()
        #: Calls of releasing methods that some path comes to.
        self.reached: set[nodes.NodeNG] = set()

    def record(self, site: Site) -> SiteRecord:
        """The record of a site, made on first use."""
        return self.sites.setdefault(site, SiteRecord())

    def hung(self, node: nodes.NodeNG, resource: Resource) -> None:
        """Note that a context was ended by `node` while the resource, a socket of it, was open."""
        if resource.site is not None:
            self.hangs.setdefault((node, resource.site), resource.erred)
            if not resource.erred:
                self.hangs[node, resource.site] = False

    def released(self, resource: Resource, protected: bool) -> None:
        """Note that a release was reached; `protected` if it also runs after an exception."""
        if resource.site is not None:
            record = self.record(resource.site)
            record.released = True
            record.protected |= protected

    def handed(self, resource: Resource) -> None:
        """Note that the resource went to somebody else."""
        if resource.site is not None:
            self.record(resource.site).handed = True

    def kept(self, resource: Resource, path: str, box: str, nested: bool) -> None:
        """Note that the resource was stored on an object or in a global."""
        if resource.site is not None:
            keeping = Keeping(path, box, resource.context, resource.derived, resource.registered, nested)
            keepings = self.record(resource.site).keepings
            if keeping not in keepings:
                keepings.append(keeping)

    def lost(self, resources: Iterable[Resource], step: nodes.NodeNG, manner: str, name: str = "") -> None:
        """Note losses; the first loss of each manner and step is kept."""
        for resource in resources:
            if resource.site is not None:
                cause = resource.cause if resource.erred else None
                self.add(Loss(resource.site, resource.erred, step, manner, cause, name, resource.doubt))

    def add(self, loss: Loss) -> None:
        """Note one loss unless the same is known."""
        losses = self.record(loss.site).losses
        if not any(
            (known.erred, known.doubt) == (loss.erred, loss.doubt)
            and known.step is loss.step
            and known.cause is loss.cause
            for known in losses
        ):
            losses.append(loss)
