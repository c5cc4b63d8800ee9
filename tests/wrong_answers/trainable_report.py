"""Answers to `trainable_report`."""

from torch import nn

from tests.wrong_answers import Wrong


def by_comprehension(model):
    every = list(model.parameters())
    learning = [p for p in every if p.requires_grad]
    return {
        "tensors": len(every),
        "scalars": sum(p.numel() for p in every),
        "trainable_tensors": len(learning),
        "trainable_scalars": sum(p.numel() for p in learning),
        "buffer_scalars": sum(b.numel() for b in model.buffers()),
    }


def by_loop(model):
    report = dict.fromkeys(
        ["tensors", "scalars", "trainable_tensors", "trainable_scalars", "buffer_scalars"], 0
    )
    for _, parameter in model.named_parameters():
        report["tensors"] += 1
        report["scalars"] += parameter.nelement()
        if parameter.requires_grad:
            report["trainable_tensors"] += 1
            report["trainable_scalars"] += parameter.nelement()
    for buffer in model.buffers():
        report["buffer_scalars"] += buffer.nelement()
    return report


def by_identity(model):
    every = {id(p): p for module in model.modules() for p in module.parameters(recurse=False)}
    learning = {key: p for key, p in every.items() if p.requires_grad}
    buffers = {id(b): b for module in model.modules() for b in module.buffers(recurse=False)}
    return {
        "trainable_tensors": len(learning),
        "trainable_scalars": sum(
            nn.utils.parameters_to_vector([p]).numel() for p in learning.values()
        ),
        "tensors": len(every),
        "scalars": sum(p.numel() for p in every.values()),
        "buffer_scalars": sum(b.numel() for b in buffers.values()),
    }


def tensors_for_numbers(model):
    report = by_comprehension(model)
    return report | {
        "scalars": report["tensors"],
        "trainable_scalars": report["trainable_tensors"],
    }


def rows_for_numbers(model):
    return by_comprehension(model) | {"scalars": sum(len(p) for p in model.parameters())}


def flags_forgotten(model):
    report = by_comprehension(model)
    return report | {
        "trainable_tensors": report["tensors"],
        "trainable_scalars": report["scalars"],
    }


def frozen_ones_counted(model):
    frozen = [p for p in model.parameters() if not p.requires_grad]
    return by_comprehension(model) | {
        "trainable_tensors": len(frozen),
        "trainable_scalars": sum(p.numel() for p in frozen),
    }


def nested_counted_again(model):
    total = sum(p.numel() for part in model.modules() for p in part.parameters())
    return by_comprehension(model) | {"scalars": total}


def shared_counted_twice(model):
    every = [p for _, p in model.named_parameters(remove_duplicate=False)]
    return by_comprehension(model) | {
        "tensors": len(every),
        "scalars": sum(p.numel() for p in every),
    }


def buffers_among_parameters(model):
    return by_comprehension(model) | {
        "scalars": sum(v.numel() for v in model.state_dict().values())
    }


def buffers_as_tensors(model):
    return by_comprehension(model) | {"buffer_scalars": len(list(model.buffers()))}


def key_forgotten(model):
    report = by_comprehension(model)
    del report["buffer_scalars"]
    return report


def a_tuple(model):
    return tuple(by_comprehension(model).values())


def a_number(model):
    return sum(p.numel() for p in model.parameters())


def numbers_as_text(model):
    return {key: str(count) for key, count in by_comprehension(model).items()}


def nothing_for_a_number(model):
    return by_comprehension(model) | {"tensors": None}


def tensors_returned(model):
    return by_comprehension(model) | {"scalars": list(model.parameters())}


def loops_over_the_method(model):
    return {"tensors": len([p for p in model.parameters])}


WRONG = [
    Wrong((tensors_for_numbers,), 0.6, "'scalars' is", "G1"),
    Wrong((rows_for_numbers,), 0.8, "'scalars' is", "G1"),
    Wrong((flags_forgotten,), 0.6, "with '0' frozen, 'trainable_tensors' is 4"),
    Wrong((frozen_ones_counted,), 0.6, "'trainable_tensors' is 0"),
    Wrong((nested_counted_again,), 0.8, "'scalars' is", "G2"),
    Wrong((shared_counted_twice,), 0.6, "a net like 'tied', 'tensors' is 2", "G3"),
    Wrong((buffers_among_parameters,), 0.8, "a net like 'with_batchnorm'", "G4"),
    Wrong((buffers_as_tensors,), 0.8, "'buffer_scalars' is 3", "G1"),
    Wrong((key_forgotten,), 0.8, "the key 'buffer_scalars' is missing"),
    Wrong((a_tuple,), 0, "returned a tuple, not a dict"),
    Wrong((a_number,), 0, "returned an int, not a dict"),
    Wrong((numbers_as_text,), 0, "'tensors' is '4'"),
    Wrong((nothing_for_a_number,), 0.8, "'tensors' is None"),
    Wrong((tensors_returned,), 0.8, "'scalars' is a list"),
    Wrong((loops_over_the_method,), 0, "trainable_report raised TypeError on its line 2", "A16"),
]
RIGHT = [(by_comprehension,), (by_loop,), (by_identity,)]
