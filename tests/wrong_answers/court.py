"""Answers to `court`."""

import copy

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.flop_counter import FlopCounterMode

from tests.wrong_answers import Wrong


def paid(net, batch, targets):
    loss = cross_entropy(net(batch), targets)
    with FlopCounterMode(display=False) as counter:
        loss.backward()
    return counter.get_total_flops()


def how_far(old, layer):
    pairs = zip(old.parameters(), layer.parameters(), strict=True)
    return max((a - b).abs().max().item() for a, b in pairs)


def frozen_late(net, batch, targets, **zeroing):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    for turn in range(4):
        if turn == 1:
            net[0].requires_grad_(False)
            old = copy.deepcopy(net)
        optimizer.zero_grad(**zeroing)
        cross_entropy(net(batch), targets).backward()
        optimizer.step()
    return [how_far(old[0], net[0]), how_far(old[-1], net[-1])]


def with_zeros(net, batch, targets):
    return frozen_late(net, batch, targets, set_to_none=False)


def three_prices(net, batch, targets):
    prices = []
    for count in (0, 1, 2):
        for layer in [part for part in net if isinstance(part, nn.Linear)][:count]:
            layer.requires_grad_(False)
        prices.append(paid(net, batch, targets))
    return prices


def below(net, batch, targets):
    net[2].requires_grad_(False)
    cross_entropy(net(batch), targets).backward()
    return net[0].weight.grad.norm()


def by_hand(net, batch, targets):
    net[0].requires_grad_(False)
    old = net[0].weight.detach().clone()
    net[0].weight.grad = old.clone()
    torch.optim.SGD(net.parameters(), lr=0.1).step()
    return float((net[0].weight - old).norm())


def in_eval(net, batch, targets):
    net.eval()
    old = copy.deepcopy(net)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    cross_entropy(net(batch), targets).backward()
    optimizer.step()
    return how_far(old[0], net[0]), how_far(old[-1], net[-1])


def two_ends(net, batch, targets):
    pairs = []
    for place in (0, -1):
        net.requires_grad_(False)
        net[place].requires_grad_(True)
        numbers = sum(p.numel() for p in net.parameters() if p.requires_grad)
        pairs.append((numbers, paid(net, batch, targets)))
    return pairs


def reloaded(net, batch, targets):
    other = copy.deepcopy(net)
    net[0].requires_grad_(False)
    other.load_state_dict(net.state_dict())
    return [
        sum(parameter.numel() for parameter in one.parameters() if parameter.requires_grad)
        for one in (net, other)
    ]


EVIDENCE = {
    1: frozen_late,
    2: three_prices,
    3: below,
    8: by_hand,
    9: in_eval,
    11: two_ends,
    12: with_zeros,
    13: reloaded,
}
TRUE = {12, 13}


def settled():
    return {number: (number in TRUE, function) for number, function in EVIDENCE.items()}


def settled_in_lists():
    return {number: [number in TRUE, function] for number, function in EVIDENCE.items()} | {
        4: (False, frozen_late)
    }


def by_a_loop():
    return {
        n: (n in TRUE, lambda net, batch, targets, take=take: take(net, batch, targets))
        for n, take in EVIDENCE.items()
    }


def changed(name, **entries):
    """The right answer with other entries, under a name of its own."""

    def answer():
        return settled() | {int(key[1:]): value for key, value in entries.items()}

    answer.__name__ = name
    return answer


def believing_the_pages():
    return {n: (n in {1, 2, 3, 9, 11, 12, 13}, take) for n, take in EVIDENCE.items()}


def believing_the_forum():
    return {n: (n in {8}, take) for n, take in EVIDENCE.items()}


def all_true():
    return {number: (True, function) for number, function in EVIDENCE.items()}


def verdicts_alone():
    return {number: number in TRUE for number in EVIDENCE}


def no_evidence():
    return {number: (number in TRUE, None) for number in EVIDENCE}


def the_same_number_for_all():
    return {number: (number in TRUE, lambda net, batch, targets: 0.0) for number in EVIDENCE}


def evidence_that_was_run():
    with torch.random.fork_rng():
        torch.manual_seed(0)
        net = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 6), nn.ReLU(), nn.Linear(6, 3))
        batch, targets = torch.ones(4, 4), torch.tensor([0, 1, 2, 0])
    seen = {n: take(copy.deepcopy(net), batch, targets) for n, take in EVIDENCE.items()}
    return {n: (n in TRUE, lambda net, batch, targets, n=n: seen[n]) for n in EVIDENCE}


def three_of_them():
    return {number: (number in TRUE, EVIDENCE[number]) for number in (1, 3, 12)}


def keys_as_text():
    return {str(number): pair for number, pair in settled().items()}


def a_list():
    return list(settled().values())


def taken_too_early(net, batch, targets):
    old = copy.deepcopy(net)
    frozen_late(net, batch, targets)
    return [how_far(old[0], net[0]), how_far(old[-1], net[-1])]


def only_the_frozen_one(net, batch, targets):
    return frozen_late(net, batch, targets)[0]


def stuck(net, batch, targets):
    net.requires_grad_(False)
    cross_entropy(net(batch), targets).backward()
    return 0.0


def a_tensor(net, batch, targets):
    net[2].requires_grad_(False)
    cross_entropy(net(batch), targets).backward()
    return net[0].weight.grad


def a_norm_that_is_missing(net, batch, targets):
    net[0].requires_grad_(False)
    cross_entropy(net(batch), targets).backward()
    return net[0].weight.grad.norm()


WRONG = [
    Wrong((believing_the_pages,), 3 / 8, "claim 1 is called true, and its own evidence", "D1"),
    Wrong((believing_the_forum,), 5 / 8, "claim 8 is called true, and its own evidence", "D16"),
    Wrong((all_true,), 2 / 8, "claim 1 is called true", "D1"),
    Wrong((changed("gradients_that_stop", _3=(True, below)),), 7 / 8, "claim 3 is", "F5"),
    Wrong((changed("eval_that_fixes", _9=(True, in_eval)),), 7 / 8, "claim 9 is", "E1"),
    Wrong((changed("zeros_that_hold", _12=(False, with_zeros)),), 7 / 8, "claim 12 is", "D2"),
    Wrong((changed("a_state_that_tells", _13=(False, reloaded)),), 7 / 8, "claim 13 is", "F21"),
    Wrong((changed("costs_by_the_count", _11=(True, two_ends)),), 7 / 8, "claim 11 is called true"),
    Wrong((verdicts_alone,), 0, "for claim 1, a bool was given"),
    Wrong((no_evidence,), 0, "claim 1 has a verdict, and no function"),
    Wrong((the_same_number_for_all,), 0, "the evidence on claim 1 was 0, and another run"),
    Wrong((evidence_that_was_run,), 0, "and another run does not agree"),
    Wrong((three_of_them,), 3 / 8, "claim 2 has no entry"),
    Wrong((keys_as_text,), 0, "claim 1 has no entry"),
    Wrong((a_list,), 0, "court returned a list, not a dict"),
    Wrong((changed("moved_since_the_start", _1=(False, taken_too_early)),), 7 / 8, "claim 1 was ["),
    Wrong((changed("half_an_answer", _1=(False, only_the_frozen_one)),), 7 / 8, "claim 1 was 0,"),
    Wrong((changed("all_of_it_frozen", _9=(False, stuck)),), 7 / 8, "claim 9 raised", "C2"),
    Wrong((changed("a_whole_gradient", _3=(False, a_tensor)),), 7 / 8, "claim 3 was a Tensor"),
    Wrong(
        (changed("a_gradient_of_none", _3=(False, a_norm_that_is_missing)),),
        7 / 8,
        "the evidence on claim 3 raised AttributeError",
        "F13",
    ),
    Wrong((changed("a_word", _2=("no", three_prices)),), 7 / 8, "the verdict on claim 2 is 'no'"),
]
RIGHT = [(settled,), (settled_in_lists,), (by_a_loop,)]
