"""What can be told of a repaired cell: of one, and of several."""

MISSING = ("was missing and was put back", "were missing and were put back")
EMPTY = ("was empty and was put back", "were empty and were put back")
RETYPED = (
    "was of another type and was changed back",
    "were of another type and were changed back",
)
LOCKED = ("was changed and was put back", "were changed and were put back")
MOVED = ("was moved and was put back in its place", "were moved and were put back in their places")
STRIPPED = (
    "had lost its nbgrader settings and was recognised",
    "had lost their nbgrader settings and were recognised",
)
CHANGED = (
    "had changed nbgrader settings; the release's count",
    "had changed nbgrader settings; the release's count",
)
RENAMED = (
    "carried the id of another cell and was recognised by its text",
    "carried the ids of other cells and were recognised by their text",
)
OLDER = ("is from an older release of this lesson", "are from an older release of this lesson")
APART = (
    "had its answer in a cell of its own, from where it was taken",
    "had their answers in cells of their own, from where they were taken",
)
UNKNOWN = (
    "is unknown to this release and was kept as an ordinary cell",
    "are unknown to this release and were kept as ordinary cells",
)
TAKEN = (
    "had its id on another cell, which was kept as an ordinary one",
    "had their ids on other cells, which were kept as ordinary ones",
)
ELSEWHERE = (
    "had its answer in another cell, from where it was taken",
    "had their answers in other cells, from where they were taken",
)
