"""Lessons run in clean kernels, several at a time.

A kernel here sees nothing of its author: an empty working folder, no IPython
profile, and the kernel of this very Python even when another is installed as python3.
"""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from tqdm import tqdm

from course.lesson_text import LessonError, where

TIMEOUT_S = 120
# Times differ from run to run, and so does the number of pieces that prints arrive in.
CLIENT_OPTIONS = {"record_timing": False, "coalesce_streams": True}
# One thread is bit-identical from run to run; two differ in the last bits of larger nets.
# And a build is nobody's progress.
KERNEL_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "FREEZING_LAYERS_PROGRESS": "off",
}


def execute(lessons: Mapping[str, NotebookNode], workers: int | None = None) -> None:
    """Fills in the outputs of notebooks, by file name, in place.

    `workers` kernels run at a time, by default one for each processor.
    Raises LessonError for the first cell that fails; the other kernels are stopped then.
    """
    try:
        asyncio.run(_execute_all(lessons, workers or os.cpu_count() or 1))
    except* LessonError as failures:
        failure = failures.exceptions[0]
    else:
        return
    raise failure


async def _execute_all(lessons: Mapping[str, NotebookNode], workers: int) -> None:
    """Runs all lessons behind one progress bar."""
    seats = asyncio.Semaphore(workers)
    with tqdm(total=len(lessons), bar_format="lessons {bar} {n}/{total}", disable=None) as bar:

        async def run(name: str, notebook: NotebookNode) -> None:
            async with seats:
                await _execute_one(name, notebook)
                bar.update()

        async with asyncio.TaskGroup() as group:
            for name, notebook in lessons.items():
                group.create_task(run(name, notebook))


async def _execute_one(name: str, notebook: NotebookNode) -> None:
    """Runs one lesson in a kernel of its own, which is gone afterwards."""
    # Without folders to search, the manager knows this interpreter's own kernel only.
    kernel = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    client = NotebookClient(notebook, km=kernel, timeout=TIMEOUT_S, **CLIENT_OPTIONS)
    with TemporaryDirectory() as folder, TemporaryDirectory() as work:
        try:
            # Every kernel would warn on stderr that it speaks TCP.
            client.extra_arguments = ["--IPKernelApp.log_level=ERROR"]
            await client.async_start_new_kernel(env=_environment(folder), cwd=work)
            await client.async_start_new_kernel_client()
            # Not async_execute: it takes over SIGINT, and writes the kernel's version
            # and the random ids of widgets into the notebook's metadata.
            for position, cell in enumerate(notebook.cells):
                try:
                    await client.async_execute_cell(cell, position)
                except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                    # nbclient reports a cancelled cell as a dead kernel.
                    if asyncio.current_task().cancelling():
                        raise asyncio.CancelledError from None
                    raise LessonError(f"{where(name, cell)}: {_reason(error)}") from error
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            await kernel.shutdown_kernel(now=True)


def _environment(folder: str) -> dict[str, str]:
    """Ours, with fixed threads and hashes and an empty IPython profile in `folder`."""
    environment = os.environ | KERNEL_ENVIRONMENT | {"IPYTHONDIR": str(Path(folder, "ipython"))}
    # Left to ipykernel, which then draws figures into the notebook.
    environment.pop("MPLBACKEND", None)
    return environment


def _reason(error: Exception) -> str:
    """The type and message of a failure, on one line."""
    if isinstance(error, CellExecutionError):
        return " ".join(f"{error.ename}: {error.evalue}".split())
    late = isinstance(error, CellTimeoutError)
    return f"TimeoutError: longer than {TIMEOUT_S} s" if late else "DeadKernelError: kernel died"
