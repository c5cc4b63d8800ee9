"""What one submission may use: generous for honest work, bounded for everything else."""

import math
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time (`cpu`), seconds by the clock (`wall`), and sizes in bytes.

    Processor time is what counts: a busy machine must cost nobody a mark. The clock is the second
    line, against code that sleeps.
    """

    cell_cpu_s: float = 20.0
    cell_wall_s: float = 120.0
    cpu_s: float = 90.0
    wall_s: float = 360.0
    memory_bytes: int = 1_000_000_000  # on top of what an idle Python with torch has
    processes: int = 64  # and threads
    file_bytes: int = 32_000_000  # the largest file; each writable folder holds twice that
    output_bytes: int = 2_000_000  # of a whole notebook
    evidence_bytes: int = 2_000_000  # of one exercise

    def __post_init__(self) -> None:
        """Raises ValueError for a limit that is no positive, finite number."""
        for field in fields(self):
            value = getattr(self, field.name)
            if type(value) not in (int, float) or not math.isfinite(value) or value <= 0:
                raise ValueError(f"The limit {field.name} must be a number above 0.")

    def as_plain(self) -> dict:
        """These limits as JSON types."""
        return asdict(self)
