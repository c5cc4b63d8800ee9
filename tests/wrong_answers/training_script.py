"""Answers to `training_script`."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from tests.wrong_answers import Wrong


def _new_head(model):
    model.head = nn.Linear(model.head.in_features, 2)


def _head_phase(model, optimizer, features, labels, plan):
    for _ in range(plan["head_steps"]):
        optimizer.zero_grad()
        cross_entropy(model.head(features), labels).backward()
        optimizer.step()


def _features(model, images):
    with torch.no_grad():
        return model.body(images)


def _block_phase(model, optimizer, images, labels, plan):
    for _ in range(plan["steps"]):
        optimizer.zero_grad()
        cross_entropy(model(images), labels).backward()
        optimizer.step()


@torch.no_grad()
def _pooled(model, batches):
    hits = sum(int((model(x).argmax(1)[y == 1] == 1).sum()) for x, y in batches)
    return hits / sum(int((y == 1).sum()) for _, y in batches)


def _thaw(model, plan, optimizer):
    block = model.body.get_submodule(plan["thaw"]).requires_grad_(True)
    optimizer.add_param_group({"params": list(block.parameters()), "lr": plan["lr_body"]})


def _head_optimizer(model, plan):
    return torch.optim.AdamW(model.head.parameters(), lr=plan["lr_head"])


def by_method(model, data, plan):
    images, labels = data["train"]
    model.requires_grad_(False)
    _new_head(model)
    model.eval()
    optimizer = _head_optimizer(model, plan)
    _head_phase(model, optimizer, _features(model, images), labels, plan)
    _thaw(model, plan, optimizer)
    _block_phase(model, optimizer, images, labels, plan)
    return _pooled(model, data["validation"])


def by_names_and_two_optimizers(model, data, plan):
    images, labels = data["train"]
    for parameter in model.parameters():
        parameter.requires_grad = False
        parameter.grad = None
    _new_head(model)
    model.eval()
    features = _features(model, images)
    _head_phase(model, _head_optimizer(model, plan), features, labels, plan)
    inside = f"body.{plan['thaw']}."
    block = [p for name, p in model.named_parameters() if name.startswith(inside)]
    for parameter in block:
        parameter.requires_grad = True
    groups = [
        {"params": model.head.parameters(), "lr": plan["lr_head"]},
        {"params": block, "lr": plan["lr_body"]},
    ]
    _block_phase(model, torch.optim.AdamW(groups), images, labels, plan)
    called = torch.cat([model(x).argmax(1) for x, _ in data["validation"]])
    y = torch.cat([y for _, y in data["validation"]])
    return (called[y == 1] == 1).double().mean()


def no_cache_at_all(model, data, plan):
    images, labels = data["train"]
    model.requires_grad_(False)
    _new_head(model)
    optimizer = _head_optimizer(model, plan)
    model.train()
    model.body.eval()
    for _ in range(plan["head_steps"]):
        optimizer.zero_grad()
        cross_entropy(model(images), labels).backward()
        optimizer.step()
    _thaw(model, plan, optimizer)
    model.body.get_submodule(plan["thaw"]).train()
    _block_phase(model, optimizer, images, labels, plan)
    model.eval()
    return _pooled(model, data["validation"])


def from_the_thawed_block_up(model, data, plan):
    """The blocks below the thawed one are computed once for both phases."""
    images, labels = data["train"]
    model.requires_grad_(False)
    _new_head(model)
    model.eval()
    optimizer = _head_optimizer(model, plan)
    _head_phase(model, optimizer, _features(model, images), labels, plan)
    _thaw(model, plan, optimizer)
    names = [name for name, _ in model.body.named_children()]
    place = names.index(plan["thaw"])
    with torch.no_grad():
        below = model.body[:place](images)
    for _ in range(plan["steps"]):
        optimizer.zero_grad()
        cross_entropy(model.head(model.body[place:](below)), labels).backward()
        optimizer.step()
    return _pooled(model, data["validation"])


def _script(freeze=None, head=_new_head, optimizer=_head_optimizer, mode=None, thaw=_thaw,
            features=_features, phase=_block_phase, count=_pooled):  # fmt: skip
    """The repaired script with some of its parts replaced."""

    def script(model, data, plan):
        images, labels = data["train"]
        (freeze or (lambda net: net.requires_grad_(False)))(model)
        head(model)
        (mode or (lambda net: net.eval()))(model)
        made = optimizer(model, plan)
        _head_phase(model, made, features(model, images), labels, plan)
        thaw(model, plan, made)
        phase(model, made, images, labels, plan)
        return count(model, data["validation"])

    return script


def _named(name, **parts):
    script = _script(**parts)
    script.__name__ = name
    return script


def _attribute(model):
    model.requires_grad = False


def _typo(model):
    for parameter in model.parameters():
        parameter.require_grad = False


def _state(model):
    for value in model.state_dict().values():
        value.requires_grad = False


def through_the_state_dict(model, data, plan):
    for value in model.state_dict().values():
        value.requires_grad = False
    return _script(freeze=lambda net: None)(model, data, plan)


def head_after_the_optimizer(model, data, plan):
    model.head = nn.Linear(model.head.in_features, 2)
    optimizer = torch.optim.AdamW(model.head.parameters(), lr=plan["lr_head"])
    return _script(optimizer=lambda model, plan: optimizer)(model, data, plan)


def _thaw_by_prefix(model, plan, optimizer):
    for name, parameter in model.named_parameters():
        if name.startswith(f"body.{plan['thaw']}"):
            parameter.requires_grad = True
    block = [p for n, p in model.named_parameters() if p.requires_grad and "body" in n]
    optimizer.add_param_group({"params": block, "lr": plan["lr_body"]})


def _thaw_in_silence(model, plan, optimizer):
    model.body.get_submodule(plan["thaw"]).requires_grad_(True)


def _thaw_at_one_rate(model, plan, optimizer):
    block = model.body.get_submodule(plan["thaw"]).requires_grad_(True)
    optimizer.add_param_group({"params": list(block.parameters())})


def _thaw_nothing(model, plan, optimizer):
    pass


def all_held_head_cleared(model, data, plan):
    images, labels = data["train"]
    model.requires_grad_(False)
    _new_head(model)
    model.eval()
    block = model.body.get_submodule(plan["thaw"])
    rest = [p for p in model.body.parameters() if all(p is not q for q in block.parameters())]
    groups = [
        {"params": list(model.head.parameters()), "lr": plan["lr_head"]},
        {"params": [*block.parameters(), *rest], "lr": plan["lr_body"]},
    ]
    optimizer = torch.optim.AdamW(groups)
    features = _features(model, images)
    for step in range(plan["head_steps"] + plan["steps"]):
        if step == plan["head_steps"]:
            block.requires_grad_(True)
        model.head.zero_grad()
        given = model.head(features) if step < plan["head_steps"] else model(images)
        cross_entropy(given, labels).backward()
        optimizer.step()
    return _pooled(model, data["validation"])


def _train_every_step(model, optimizer, images, labels, plan):
    for _ in range(plan["steps"]):
        model.train()
        optimizer.zero_grad()
        cross_entropy(model(images), labels).backward()
        optimizer.step()
    model.eval()


def never_in_eval_mode(model, data, plan):
    images, labels = data["train"]
    model.requires_grad_(False)
    _new_head(model)
    optimizer = _head_optimizer(model, plan)
    for step in range(plan["head_steps"] + plan["steps"]):
        if step == plan["head_steps"]:
            _thaw(model, plan, optimizer)
        optimizer.zero_grad()
        cross_entropy(model(images), labels).backward()
        optimizer.step()
    return _pooled(model, data["validation"])


def _features_in_train_mode(model, images):
    model.train()
    features = _features(model, images)
    model.eval()
    return features


def _phase_in_train_mode_after(model, optimizer, images, labels, plan):
    _block_phase(model, optimizer, images, labels, plan)
    model.train()


def _stale(model, optimizer, images, labels, plan):
    features = _features(model, images)
    for _ in range(plan["steps"]):
        optimizer.zero_grad()
        cross_entropy(model.head(features), labels).backward()
        optimizer.step()


def _no_second_phase(model, optimizer, images, labels, plan):
    pass


@torch.no_grad()
def _averaged(model, batches):
    ratios = [(model(x).argmax(1)[y == 1] == 1).float().mean() for x, y in batches if y.any()]
    return (sum(ratios) / len(ratios)).item()


@torch.no_grad()
def _broadcast(model, batches):
    called = torch.cat([model(x).argmax(1, keepdim=True) for x, _ in batches])
    y = torch.cat([y for _, y in batches])
    return ((called == 1) & (y == 1)).sum().item() / (y == 1).sum().item()


@torch.no_grad()
def _share_right(model, batches):
    return torch.cat([model(x).argmax(1) == y for x, y in batches]).double().mean().item()


def _said(model, batches):
    return {"recall": _pooled(model, batches)}


def as_delivered(model, data, plan):
    images, labels = data["train"]
    model.requires_grad = False
    _new_head(model)
    model.eval()
    optimizer = _head_optimizer(model, plan)
    features = _features(model, images)
    _head_phase(model, optimizer, features, labels, plan)
    for name, parameter in model.named_parameters():
        if name.startswith(f"body.{plan['thaw']}"):
            parameter.requires_grad = True
    for _ in range(plan["steps"]):
        model.train()
        optimizer.zero_grad()
        cross_entropy(model.head(features), labels).backward()
        optimizer.step()
    model.eval()
    return _averaged(model, data["validation"])


def frozen_for_good(model, data, plan):
    model.requires_grad_(False)
    return _pooled(model, data["validation"])


def old_head_kept(model, data, plan):
    return _script(head=lambda net: net.head.requires_grad_(True))(model, data, plan)


def method_that_is_none(model, data, plan):
    model.freeze()


WRONG = [
    Wrong((_named("attribute", freeze=_attribute),), 0.68, "still asks for a gradient", "A5"),
    Wrong((_named("typo", freeze=_typo),), 0.68, "still asks for a gradient (", "A8"),
    Wrong((through_the_state_dict,), 0.68, "still asks for a gradient (", "A18"),
    Wrong((_named("prefix", thaw=_thaw_by_prefix),), 0.84, "thawing 'block1' thawed", "B1"),
    Wrong((head_after_the_optimizer,), 0.84, "does not hold the head that the model has", "C7"),
    Wrong((_named("silent", thaw=_thaw_in_silence),), 0.84, "is in no group of the opt", "D6"),
    Wrong((_named("one rate", thaw=_thaw_at_one_rate),), 0.84, "the plan says 0.00"),
    Wrong((_named("no thaw", thaw=_thaw_nothing),), 0.52, "was to be thawed"),
    Wrong((all_held_head_cleared,), 0.84, "moved, and its flag is off", "D4"),
    Wrong((_named("train", phase=_train_every_step),), 0.84, "was in train mode while the", "E3"),
    Wrong((never_in_eval_mode,), 0.64, "was in train mode while the model learned", "E2"),
    Wrong((_named("cache awake", features=_features_in_train_mode),), 0.84,
          "was in train mode while features were computed", "F10"),
    Wrong((_named("stale", phase=_stale),), 0.84, "got a new gradient in 0 of the", "F11"),
    Wrong((_named("one phase", phase=_no_second_phase),), 0.68, "steps were taken where"),
    Wrong((_named("averaged", count=_averaged),), 0.8, "as recall", "H6"),
    Wrong((_named("broadcast", count=_broadcast),), 0.8, "as recall", "H5"),
    Wrong((_named("awake", phase=_phase_in_train_mode_after),), 0.8, "as recall", "H14"),
    Wrong((_named("accuracy", count=_share_right),), 0.8, "as recall"),
    Wrong((_named("a dict", count=_said),), 0.8, "returned a dict, not a number"),
    Wrong((frozen_for_good,), 0, "no optimizer took a step"),
    Wrong((old_head_kept,), 0, "no head with two outputs"),
    Wrong((method_that_is_none,), 0, "no attribute 'freeze'", "A14"),
    Wrong((as_delivered,), 0, "has the six faults with which it was delivered"),
]  # fmt: skip
RIGHT = [
    (by_method,), (by_names_and_two_optimizers,), (no_cache_at_all,), (from_the_thawed_block_up,),
]  # fmt: skip
