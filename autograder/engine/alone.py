"""Where processes cannot be forked (macOS, Windows): one process for one submission, no snapshots.

It does a nursery's work and a keeper's at once, and says the same to client.py. When it dies or
hangs, client.py starts another and leaves out the cell that was under way.
"""

import os
import socket
import sys
import tempfile
import time

from autograder.engine.collecting import collected
from autograder.engine.frames import Frames
from autograder.engine.preload import preload
from autograder.engine.steps import CHECK

_exit = os._exit  # a learner may replace the one in `os`


def main() -> None:
    """Serve one job. Argument: the local port where client.py listens."""
    outside = Frames(socket.create_connection(("127.0.0.1", int(sys.argv[1]))))
    shell = preload()
    os.dup2(1, 2)  # nobody reads what is written there from now on
    outside.send({"ready": True})
    job = outside.receive()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.chdir(folder)
        for step in job["steps"]:
            if step["kind"] == CHECK:
                slug = step["slug"]
                outside.send({"wanted": slug})
                seed = outside.receive()["seed"]
                for kind, told in collected(shell, step["source"], slug, seed).items():
                    outside.send({kind: [slug, told]})
            else:
                cell = step["id"]
                shell.emit = lambda output, cell=cell: outside.send({"output": [cell, output]})
                outside.send({"begins": cell})
                shell.perform(step["source"])
        os.chdir("/")
    outside.send({"end": {"cpu_s": time.process_time(), "peak_bytes": 0}})
    outside.send({"over": True})
    _exit(0)


if __name__ == "__main__":
    main()
