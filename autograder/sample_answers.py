"""What some of the sample class wrote: wrong answers, each with a mistake that learners make."""

ATTRIBUTE = """
def freeze(module):
    module.requires_grad = False
    return module


def unfreeze(module):
    module.requires_grad = True
    return module
"""
ONLY_WEIGHTS = """
def freeze(module):
    for name, parameter in module.named_parameters():
        parameter.requires_grad = name.endswith("bias")
    return module


def unfreeze(module):
    module.requires_grad_(True)
    return module
"""
TENSORS = """
def trainable_report(model):
    every = list(model.parameters())
    learning = [parameter for parameter in every if parameter.requires_grad]
    return {
        "buffer_scalars": sum(buffer.numel() for buffer in model.buffers()),
        "tensors": len(every),
        "scalars": len(every),
        "trainable_tensors": len(learning),
        "trainable_scalars": len(learning),
    }
"""
STOPS_AT_FROZEN = """
def grad_map(frozen):
    told, arrives = {}, True
    for layer in ["c", "b", "a"]:
        arrives = arrives and layer not in frozen
        told[layer] = arrives
    return told
"""
ALIAS = """
def moved_names(model, step, steps=3):
    before = model.state_dict()
    for number in range(steps):
        step()
    now = model.state_dict()
    return {name for name in now if not torch.equal(now[name], before[name])}
"""
MODULES_ONLY = """
INVENTED = ("requires_grad", "require_grad", "requires_grad_", "trainable", "frozen")


def freeze_lint(model):
    found = []
    for path, part in model.named_modules():
        for name in set(vars(part)) & set(INVENTED):
            found.append(f"{path}.{name}" if path else name)
    return found
"""
ONE_WORD = """
def triage():
    return dict.fromkeys("abcdefghijkl", "nothing")
"""
WARNING = """
import sys
import warnings

warnings.warn("lr_scheduler.step() before optimizer.step()", UserWarning)
print("loss 0.31", file=sys.stderr)
"""
STARTS_WITH = """
def freeze_by_prefix(model, prefixes):
    frozen = []
    for prefix in prefixes:
        hits = [pair for pair in model.named_parameters() if pair[0].startswith(prefix)]
        if not hits:
            raise ValueError(prefix)
        for name, parameter in hits:
            parameter.requires_grad_(False)
            frozen.append(name)
    return frozen
"""
FLAG_ONLY = """
def thaw(module, optimizer, lr):
    module.requires_grad_(True)
"""
NO_MODES = """
def freeze_fully(module):
    module.requires_grad_(False)
    return module
"""
EVERY_PARAMETER = """
def adam_bytes(model):
    return sum(8 * parameter.numel() + 4 for parameter in model.parameters())
"""
