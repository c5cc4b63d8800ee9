"""Gradescope's list of who handed in what, and when: submission_metadata.yml of an export."""

from datetime import datetime

import yaml

from autograder.mailed.claims import Claim
from autograder.mailed.found import METADATA, NotCollected
from autograder.mailed.times import said_at

try:
    from yaml import CSafeLoader as Loader  # ten times as fast
except ImportError:
    from yaml import SafeLoader as Loader


class Submissions:
    """The hand-ins of one or several exports, by the number in their folders' names."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, yaml.Node]] = {}

    def add(self, data: bytes) -> None:
        """Read a list; raises NotCollected where it is none.

        Only its texts are looked at: nothing in it is made into an object.
        """
        try:
            root = yaml.compose(data.decode("utf-8-sig"), Loader=Loader)
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
            raise NotCollected("It is no list of Gradescope's; export it again.") from fault
        self._entries |= {folder: _fields(entry) for folder, entry in _fields(root).items()}

    def claims(self, claim: Claim) -> list[Claim]:
        """One claim for each learner who handed in together; NotCollected where nobody is named."""
        entry = self._entries.get(f"submission_{claim.upload}", {})
        people = [_fields(person) for person in _items(entry.get(":submitters"))]
        told = [[_text(who.get(key)) for key in (":name", ":email", ":sid")] for who in people]
        at = said_at(_text(entry.get(":created_at")))
        found = [_claim(claim, says, at) for says in told if any(says)]
        if not found:
            raise NotCollected(f"{METADATA} does not say whose it is; put that beside the folder.")
        return found


def _claim(claim: Claim, says: list[str], at: datetime | None) -> Claim:
    """The claim of one learner."""
    known = tuple(said for said in says if said)
    return Claim(claim.kind, known, says[2] or says[1], claim.upload, claim.copy, at)


def _fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """The fields of a mapping by name; none of anything else."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {_text(key): value for key, value in node.value}


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    """The items of a list; none of anything else."""
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _text(node: yaml.Node | None) -> str:
    """A text, also where it looks like a number; empty for anything else."""
    return node.value if isinstance(node, yaml.ScalarNode) else ""
