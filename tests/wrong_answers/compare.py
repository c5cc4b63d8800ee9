"""Answers to `compare`."""

import copy

import torch
from torch import nn
from torch.nn import functional as F

from course.starts import with_new_weights
from course.training import fit
from tests.wrong_answers import Wrong


def _frozen(net):
    net.body.requires_grad_(False).eval()
    return net


def _transferred(base, seed):
    net = copy.deepcopy(base)
    net.head = with_new_weights(base.head, seed)
    return net


def _begun(base, seed):
    return {
        "scratch": with_new_weights(base, seed),
        "random frozen": _frozen(with_new_weights(base, seed)),
        "LP": _frozen(_transferred(base, seed)),
        "FT2": _transferred(base, seed),
    }


def _trained(nets, X, y):
    for name in ("scratch", "random frozen", "LP"):
        fit(nets[name], X, y, steps=60, lr_head=1e-2)
    fit(nets["FT2"], X, y, steps=60, lr_head=1e-2, lr_body=1e-3)
    return nets


def _gone_on(nets, X, y):
    nets["LP-FT"] = copy.deepcopy(nets["LP"]).requires_grad_(True)
    fit(nets["LP-FT"], X, y, steps=30, lr_head=1e-3)
    return nets


def _ready(nets):
    return {name: net.eval() for name, net in nets.items()}


def with_the_course(base, X, y, seed):
    return _ready(_gone_on(_trained(_begun(base, seed), X, y), X, y))


def _stepped(net, groups, X, y, steps):
    optimizer = torch.optim.AdamW(groups)
    for _ in range(steps):
        optimizer.zero_grad()
        F.cross_entropy(net(X), y).backward()
        optimizer.step()


def own_loop(base, X, y, seed):
    def new():
        net = copy.deepcopy(base).train()
        net.head = nn.Linear(net.head.in_features, net.head.out_features)
        return net

    nets = {}
    for name in ("scratch", "random frozen", "LP", "FT2"):
        torch.manual_seed(seed)
        nets[name] = new()
        if name in ("scratch", "random frozen"):
            for layer in nets[name].body:
                if not isinstance(layer, nn.ReLU):
                    layer.reset_parameters()
        if name in ("random frozen", "LP"):
            for p in nets[name].body.parameters():
                p.requires_grad = False
            nets[name].body.eval()
        body = 1e-3 if name == "FT2" else 1e-2
        groups = [{"params": nets[name].head.parameters(), "lr": 1e-2}]
        groups.append({"params": nets[name].body.parameters(), "lr": body})
        _stepped(nets[name], groups, X, y, 70)
    nets["LP-FT"] = new()
    nets["LP-FT"].load_state_dict(nets["LP"].state_dict())
    _stepped(nets["LP-FT"], [{"params": nets["LP-FT"].parameters(), "lr": 1e-3}], X, y, 30)
    for net in nets.values():
        net.eval()
    return nets


def one_object_in_two_phases(base, X, y, seed):
    nets = _begun(base, seed)
    further = nets["LP"]
    _trained(nets, X, y)
    nets["LP"] = copy.deepcopy(further)
    nets["LP-FT"] = further.requires_grad_(True).train()
    fit(further, X, y, steps=40, lr_head=1e-3)
    return _ready(nets)


def two_phases_of_its_own(base, X, y, seed):
    nets = _trained(_begun(base, seed), X, y)
    net = nets["LP-FT"] = _frozen(_transferred(base, seed))
    fit(net, X, y, steps=60, lr_head=1e-2)
    net.requires_grad_(True)
    fit(net, X, y, steps=20, lr_head=3e-4)
    return _ready(nets)


def five_copies(base, X, y, seed):
    names = ("scratch", "random frozen", "LP", "FT2", "LP-FT")
    return {name: copy.deepcopy(base).eval() for name in names}


def one_body_for_all(base, X, y, seed):
    nets = _begun(base, seed)
    for name in ("LP", "FT2"):
        nets[name].body = base.body
    nets["LP"].body.requires_grad_(False).eval()
    fit(nets["LP"], X, y, steps=60, lr_head=1e-2)
    base.requires_grad_(True)
    fit(nets["FT2"], X, y, steps=60, lr_head=1e-2, lr_body=1e-3)
    for name in ("scratch", "random frozen"):
        fit(nets[name], X, y, steps=60, lr_head=1e-2)
    return _ready(_gone_on(nets, X, y))


def goes_on_with_lp_itself(base, X, y, seed):
    nets = _trained(_begun(base, seed), X, y)
    nets["LP-FT"] = nets["LP"].requires_grad_(True)
    fit(nets["LP-FT"], X, y, steps=30, lr_head=1e-3)
    return _ready(nets)


def base_itself_is_tuned(base, X, y, seed):
    nets = _begun(base, seed)
    base.head = with_new_weights(base.head, seed)
    nets["FT2"] = base
    return _ready(_gone_on(_trained(nets, X, y), X, y))


def base_is_frozen_too(base, X, y, seed):
    nets = _begun(base, seed)
    base.requires_grad_(False)
    return _ready(_gone_on(_trained(nets, X, y), X, y))


def copied_after_the_optimizer(base, X, y, seed):
    nets = _trained(_begun(base, seed), X, y)
    net = copy.deepcopy(nets["LP"]).requires_grad_(True)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    nets["LP-FT"] = copy.deepcopy(net)
    for _ in range(30):
        optimizer.zero_grad()
        F.cross_entropy(net(X), y).backward()
        optimizer.step()
    return _ready(nets)


def never_thawed(base, X, y, seed):
    nets = _trained(_begun(base, seed), X, y)
    nets["LP-FT"] = copy.deepcopy(nets["LP"])
    fit(nets["LP-FT"], X, y, steps=30, lr_head=1e-3)
    return _ready(nets)


def tuned_from_a_new_head(base, X, y, seed):
    nets = _trained(_begun(base, seed), X, y)
    nets["LP-FT"] = _transferred(base, seed)
    fit(nets["LP-FT"], X, y, steps=30, lr_head=1e-3)
    return _ready(nets)


def one_rate(base, X, y, seed):
    nets = _begun(base, seed)
    for net in nets.values():
        fit(net, X, y, steps=60, lr_head=1e-2)
    return _ready(_gone_on(nets, X, y))


def rates_exchanged(base, X, y, seed):
    nets = _begun(base, seed)
    for name in ("scratch", "random frozen", "LP"):
        fit(nets[name], X, y, steps=60, lr_head=1e-2)
    fit(nets["FT2"], X, y, steps=60, lr_head=1e-3, lr_body=1e-2)
    return _ready(_gone_on(nets, X, y))


def statistics_drift(base, X, y, seed):
    nets = _begun(base, seed)
    for net in nets.values():
        net.train()
    return _ready(_gone_on(_trained(nets, X, y), X, y))


def in_train_mode(base, X, y, seed):
    nets = _gone_on(_trained(_begun(base, seed), X, y), X, y)
    return {name: net.train() for name, net in nets.items()}


def left_out_only(base, X, y, seed):
    nets = _begun(base, seed)
    for name in ("random frozen", "LP"):
        nets[name].body.requires_grad_(True)
        _stepped(nets[name], [{"params": nets[name].head.parameters(), "lr": 1e-2}], X, y, 60)
    fit(nets["scratch"], X, y, steps=60, lr_head=1e-2)
    fit(nets["FT2"], X, y, steps=60, lr_head=1e-2, lr_body=1e-3)
    return _ready(_gone_on(nets, X, y))


def nothing_frozen(base, X, y, seed):
    nets = _begun(base, seed)
    for net in nets.values():
        net.requires_grad_(True)
    return _ready(_gone_on(_trained(nets, X, y), X, y))


def old_heads(base, X, y, seed):
    nets = _begun(base, seed)
    nets["LP"], nets["FT2"] = _frozen(copy.deepcopy(base)), copy.deepcopy(base)
    return _ready(_gone_on(_trained(nets, X, y), X, y))


def scratch_from_base(base, X, y, seed):
    nets = _begun(base, seed)
    nets["scratch"] = copy.deepcopy(base)
    return _ready(_gone_on(_trained(nets, X, y), X, y))


def random_from_base(base, X, y, seed):
    nets = _begun(base, seed)
    nets["random frozen"] = _frozen(_transferred(base, seed + 1))
    return _ready(_gone_on(_trained(nets, X, y), X, y))


def seeds_differ(base, X, y, seed):
    nets = _begun(base, seed)
    nets["FT2"] = _transferred(base, seed + 1)
    nets["random frozen"] = _frozen(with_new_weights(base, seed + 1))
    return _ready(_gone_on(_trained(nets, X, y), X, y))


def more_time_for_one(base, X, y, seed):
    nets = _trained(_begun(base, seed), X, y)
    fit(nets["FT2"], X, y, steps=60, lr_head=1e-2, lr_body=1e-3)
    return _ready(_gone_on(nets, X, y))


def five_steps_each(base, X, y, seed):
    nets = _begun(base, seed)
    for name, net in nets.items():
        fit(net, X, y, steps=5, lr_head=1e-4, lr_body=1e-5 if name == "FT2" else None)
    return _ready(_gone_on(nets, X, y))


def filled_with_nan(base, X, y, seed):
    nets = with_the_course(base, X, y, seed)
    with torch.no_grad():
        for net in nets.values():
            net.head.weight.fill_(float("nan"))
    return nets


def narrower_body(base, X, y, seed):
    nets = with_the_course(base, X, y, seed)
    nets["scratch"].body[0] = nn.Linear(X.shape[1], 5, bias=False)
    return nets


def rebuilt(base, X, y, seed):
    nets = with_the_course(base, X, y, seed)
    return {name: nn.Sequential(net.body, net.head) for name, net in nets.items()}


def only_weights(base, X, y, seed):
    nets = with_the_course(base, X, y, seed)
    return {name: net.state_dict() for name, net in nets.items()}


def claimed_scores(base, X, y, seed):
    return {"scratch": 0.4, "random frozen": 0.4, "LP": 1.0, "FT2": 1.0, "LP-FT": 1.0}


def in_a_list(base, X, y, seed):
    return list(with_the_course(base, X, y, seed).values())


def without_two(base, X, y, seed):
    return _ready(_trained({"scratch": base} | _begun(base, seed), X, y))


def everything_frozen(base, X, y, seed):
    net = copy.deepcopy(base).requires_grad_(False)
    F.cross_entropy(net(X), y).backward()
    return {"LP": net}


WRONG = [
    Wrong((five_copies,), 0, "'scratch' begins with the body of base"),
    Wrong((one_body_for_all,), 0.24, "are one tensor (", "E19"),
    Wrong((goes_on_with_lp_itself,), 0.4, "LP: body.0.weight and LP-FT: body.0.weight are", "E19"),
    Wrong((base_itself_is_tuned,), 0.88, "FT2: body.0.weight and base: body.0.weight are", "E19"),
    Wrong((base_is_frozen_too,), 0.88, "of base does not ask for a gradient any more"),
    Wrong((copied_after_the_optimizer,), 0.76, "ever held a tensor of 'LP-FT'", "F22"),
    Wrong((never_thawed,), 0.76, "no tensor of the body of 'LP-FT' ever learned", "A31"),
    Wrong((tuned_from_a_new_head,), 0.76, "'LP-FT' does not begin where 'LP' ended"),
    Wrong((one_rate,), 0.72, "the head of 'FT2' learned at 0.01, its body at 0.01"),
    Wrong((rates_exchanged,), 0.72, "the head of 'FT2' learned at 0.001, its body at 0.01"),
    Wrong((statistics_drift,), 0.6, "'body.1.running_mean' of 'random frozen' moved", "E2"),
    Wrong((in_train_mode,), 0.96, "'scratch' came back in train mode", "H14"),
    Wrong((left_out_only,), 0.6, "of 'random frozen' asks for a gradient", "D5"),
    Wrong((nothing_frozen,), 0.44, "'body.0.weight' of 'random frozen' learned"),
    Wrong((old_heads,), 0.52, "'LP' begins with the head of base"),
    Wrong((scratch_from_base,), 0.84, "'scratch' begins with the body of base"),
    Wrong((random_from_base,), 0.8, "'random frozen' has the body of base"),
    Wrong((seeds_differ,), 0.6, "'random frozen' and 'scratch' begin with different"),
    Wrong((more_time_for_one,), 0.72, "'LP' learned for 60 steps, 'FT2' for 120"),
    Wrong((five_steps_each,), 0.92, "on unseen examples 'LP' reaches 0."),
    Wrong((filled_with_nan,), 0, "'scratch' gives logits of another shape than base, or some"),
    Wrong((narrower_body,), 0, "'body.0.weight' of 'scratch' has the shape [5,"),
    Wrong((rebuilt,), 0, "'scratch' is not built like base: it has no 'body.0.weight'"),
    Wrong((only_weights,), 0, "'scratch' is an OrderedDict, not a network"),
    Wrong((claimed_scores,), 0, "'scratch' is a float, not a network"),
    Wrong((in_a_list,), 0, "compare returned a list, not a dict"),
    Wrong((without_two,), 0, "'LP-FT' is not among the names returned (1 of 5"),
    Wrong((everything_frozen,), 0, "compare raised RuntimeError", "C2"),
]
RIGHT = [(with_the_course,), (own_loop,), (one_object_in_two_phases,), (two_phases_of_its_own,)]
