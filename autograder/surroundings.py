"""A check leaves the notebook as it found it, and says nothing that was not asked for."""

import contextlib
import io
import random
import warnings
from collections.abc import Iterator

import numpy as np
import torch


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Random state, default dtype, gradient mode and thread count are put back at the end.

    Inside, torch runs on one thread with gradients on and float32, and warnings, stdout and stderr
    are kept from the reader: nbgrader takes any word on stderr for a failure.
    """
    random_state, numpy_state = random.getstate(), np.random.get_state()
    dtype, threads = torch.get_default_dtype(), torch.get_num_threads()
    with (
        torch.random.fork_rng(devices=[]),
        torch.enable_grad(),
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        torch.set_default_dtype(torch.float32)
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_default_dtype(dtype)
            torch.set_num_threads(threads)
            random.setstate(random_state)
            np.random.set_state(numpy_state)
