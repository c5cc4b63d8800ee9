"""A14, objects to load: pickles, checkpoints and archives that act when somebody opens them."""

import io
import tarfile
import zipfile

from autograder.sample_class import solved
from tests.corpus.attacks.attack import POINTS, Attack, Link, spoiled
from tests.handing_in import LESSON

WHY = "nobody loads what a submission made"
TRAP = """
import os
class Trap:
    def __reduce__(self):
        return print, ("leaked" + ": somebody loaded this",)
    def __getstate__(self):
        return {"score": 1.0}
"""


def _zip() -> bytes:
    """An archive whose members want to land elsewhere."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../frz-left", "out of the folder")
        archive.writestr("/tmp/frz-left", "out of everything")
    return held.getvalue()


def _tar() -> bytes:
    """An archive with a link to a file of the system."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        member = tarfile.TarInfo("link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)
    return held.getvalue()


def beside(name: str, files: dict) -> Attack:
    """A solved lesson with files beside it."""
    return Attack(name, "A14", (solved(),), POINTS[LESSON], WHY, files=files)


ATTACKS = (
    spoiled("returns_an_object_that_acts_when_loaded", "A14", WHY, TRAP + """
def grad_map(frozen):
    return {"a": Trap(), "b": Trap(), "c": Trap()}
"""),
    spoiled("raises_an_object_that_acts_when_loaded", "A14", WHY, TRAP + """
class Acting(Trap, Exception):
    pass
def grad_map(frozen):
    raise Acting("loaded")
"""),
    spoiled("shows_a_pickle", "A14", WHY, TRAP + """
import base64, pickle
from IPython.display import display
text = base64.b64encode(pickle.dumps(Trap())).decode()
display({"application/python-pickle": text, "application/octet-stream": text}, raw=True)
def grad_map(frozen):
    return {}
"""),
    spoiled("loads_its_own_checkpoint", "A14", "what it does to itself costs the one answer", """
import io, os, torch
class Exit:
    def __reduce__(self):
        return os._exit, (0,)
held = io.BytesIO()
torch.save(Exit(), held)
held.seek(0)
torch.load(held, weights_only=False)
"""),
    beside("archives_beside_the_notebook", {"data.zip": _zip(), "data.tar": _tar()}),
    beside("pickles_beside_the_notebook", {
        "freeze.pt": b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04true\x85R.",
        "cache.pkl": b"cos\nsystem\n(S'true'\ntR.",
    }),
    beside("links_to_the_work_of_others", {
        "notes.txt": Link("{solutions}"),
        "friend.ipynb": Link("{other}"),
        "room": Link("{other}"),
    }),
)  # fmt: skip
