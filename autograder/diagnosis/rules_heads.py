"""MISTAKES C, with A30 and B7: nothing can learn, or a layer is not what its label says."""

from collections.abc import Iterator

from torch import nn

from autograder.diagnosis.diagnosis import Diagnosis, problem, quoted
from autograder.diagnosis.facts import Facts

# The labels of torch's own layers, and the side of the weight that each one describes.
LABELS = (
    (nn.Linear, (("out_features", 0), ("in_features", 1))),
    ((nn.Conv1d, nn.Conv2d, nn.Conv3d), (("out_channels", 0),)),
    (nn.Embedding, (("num_embeddings", 0), ("embedding_dim", 1))),
)


def all_off(facts: Facts) -> Iterator[Diagnosis]:
    """C2, or C1, B7, A30 where the caller said what was to learn: nothing can."""
    is_meant = len(facts.meant_frozen) == len(facts.parameters) and not facts.case.optimizers
    if facts.on or is_meant:
        return
    count = f"All {len(facts.off)} tensors of the model are frozen"
    if not facts.trained:
        yield problem(
            "C2",
            f"{count}: nothing can learn, and backward() has nothing to do.",
            "does any leaf ask for a gradient? Which part is meant to learn?",
        )
        return
    children = [module for _, module in facts.case.model.named_children()]
    last = [path for path, _ in facts.case.model.named_children()][-1:]
    meant = quoted([part.asked for part in facts.trained])
    if children and not any(True for _ in children[-1].parameters()):
        yield problem(
            "B7",
            f"{count}, {meant} too; the last child, {last[0]!r}, has no parameters at all.",
            "which child is the last one that has parameters?",
            facts.off,
        )
    elif any("." in part.path for part in facts.trained):
        yield problem(
            "A30",
            f"{count}, {meant} too, which lies inside a larger frozen part.",
            "which of your lines ran last: the one for the part or the one around it?",
            facts.off,
        )
    else:
        yield problem(
            "C1",
            f"{count}, {meant} too.",
            "in which order did the two lines run: the new layer, and freezing everything?",
            facts.off,
        )


def wrong_labels(facts: Facts) -> Iterator[Diagnosis]:
    """C4: a layer's label says another size than its weight has."""
    for kinds, labels in LABELS:
        for path, module in facts.of_kind(kinds):
            weight = module._parameters.get("weight")
            if weight is None or not type(module).__module__.startswith("torch."):
                continue
            for label, side in labels:
                said = getattr(module, label)
                if weight.ndim > side and weight.shape[side] != said:
                    yield problem(
                        "C4",
                        f"{path!r} says {label} = {said}, and its weight has {weight.shape[side]}.",
                        "did you change the weight, or its label?",
                        [path],
                    )


RULES = (all_off, wrong_labels)
