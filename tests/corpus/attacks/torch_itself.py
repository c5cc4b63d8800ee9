"""A4, torch itself: comparison, flags, steps and seeding are replaced, or hooks undo a freeze."""

from tests.corpus.attacks.attack import spoiled, tricked

WHY = "the judge has a torch of its own, and the same seed"
THAW = """
def unfreeze(module):
    return module.requires_grad_(True)
"""

ATTACKS = (
    tricked("all_tensors_are_equal", "A4", WHY, """
        import torch
        torch.equal = torch.allclose = lambda *a, **k: True
        torch.Tensor.__eq__ = lambda *a: True
        torch.Tensor.equal = lambda *a: True
    """),
    tricked("every_flag_says_frozen", "A4", WHY, """
        import torch
        torch.Tensor.requires_grad = property(lambda self: False, lambda self, value: None)
        torch.nn.Parameter.requires_grad = torch.Tensor.requires_grad
    """),
    tricked("no_parameter_has_a_name", "A4", WHY, """
        from torch import nn
        nn.Module.named_parameters = nn.Module.named_buffers = lambda *a, **k: iter(())
        nn.Module.parameters = nn.Module.buffers = lambda *a, **k: iter(())
    """),
    tricked("optimizers_take_no_step", "A4", WHY, """
        import torch
        torch.optim.AdamW.step = torch.optim.Optimizer.step = lambda self, *a, **k: None
        torch.Tensor.backward = lambda *a, **k: None
    """),
    tricked("every_seed_is_one", "A4", WHY, """
        import torch
        fixed = torch.Generator().manual_seed(1)
        torch.Generator = lambda *a, **k: type(
            "Fixed", (), {"manual_seed": lambda self, seed: fixed}
        )()
        torch.manual_seed = lambda seed: fixed
    """),
    tricked("no_copy_is_a_copy", "A4", WHY, """
        import copy, torch
        copy.deepcopy = lambda value, memo=None: value
        torch.Tensor.clone = torch.Tensor.detach
    """),
    spoiled("parameters_of_a_class_that_lies", "A4", "the weights move all the same", """
        import torch

        class Lying(torch.nn.Parameter):
            requires_grad = property(lambda self: False, lambda self, value: None)

        def freeze(module):
            for parameter in module.parameters():
                parameter.__class__ = Lying
            return module

        def unfreeze(module):
            return module
    """, slug="freeze"),
    spoiled("gradients_zeroed_by_a_hook", "A4", "decay moves the weights; unfreeze is right", f"""
def freeze(module):
    for parameter in module.parameters():
        parameter.register_hook(lambda gradient: gradient * 0)
    return module
{THAW}""", slug="freeze", keeps=5),
    spoiled("a_forward_hook_undoes_the_freeze", "A4", "training shows it; unfreeze is right", f"""
def thaw(module, inputs):
    module.requires_grad_(True)

def freeze(module):
    for part in module.modules():
        part.register_forward_pre_hook(thaw)
    return module.requires_grad_(False)
{THAW}""", slug="freeze", keeps=5),
    spoiled("a_copy_is_thawed", "A4", "the copy that trains moves; unfreeze is right", f"""
import copy

def freeze(module):
    for part in module.modules():
        kind = type(part)
        part.__class__ = type(kind.__name__, (kind,), {{"__deepcopy__": thawed}})
    return module.requires_grad_(False)

def thawed(self, memo):
    twin = self.__class__.__bases__[0].__new__(self.__class__.__bases__[0])
    memo[id(self)] = twin
    twin.__dict__.update(copy.deepcopy(self.__dict__, memo))
    return twin.requires_grad_(True)
{THAW}""", slug="freeze", keeps=5),
)  # fmt: skip
