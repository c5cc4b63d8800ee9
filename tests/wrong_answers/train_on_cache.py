"""Answers to `train_on_cache`."""

import copy

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from tests.wrong_answers import Wrong


def fitted(head, features, y, epochs, lr):
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(head(features), y).backward()
        optimizer.step()
    return head


def under_no_grad(body, head, X, y, epochs, lr):
    body.eval()
    with torch.no_grad():
        features = body(X)
    return fitted(head, features, y, epochs, lr)


def in_pieces_detached(body, head, X, y, epochs, lr):
    was_training = body.training
    body.eval()
    features = torch.cat([body(rows).detach() for rows in X.split(5)])
    body.train(was_training)
    return fitted(copy.deepcopy(head), features, y, epochs, lr)


@torch.no_grad()
def cached(body, X):
    body.requires_grad_(False).eval()
    for layer in body:
        X = layer(X)
    return X


def layer_by_layer(body, head, X, y, epochs, lr):
    return fitted(head, cached(body, X), y, epochs, lr)


def in_inference_mode_with_a_clone(body, head, X, y, epochs, lr):
    body.eval()
    with torch.inference_mode():
        features = body(X)
    return fitted(head, features.clone(), y, epochs, lr)


def with_its_graph(body, head, X, y, epochs, lr):
    body.eval()
    features = body(X)
    return fitted(head, features, y, epochs, lr)


def with_its_graph_retained(body, head, X, y, epochs, lr):
    body.eval()
    features = body(X)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(head(features), y).backward(retain_graph=True)
        optimizer.step()
    return head


def in_train_mode(body, head, X, y, epochs, lr):
    with torch.no_grad():
        features = body(X)
    return fitted(head, features, y, epochs, lr)


def only_dropout_put_to_rest(body, head, X, y, epochs, lr):
    for layer in body:
        if isinstance(layer, nn.Dropout):
            layer.eval()
    with torch.no_grad():
        features = body(X)
    return fitted(head, features, y, epochs, lr)


def from_a_shuffled_loader(body, head, X, y, epochs, lr):
    body.eval()
    data = torch.utils.data.TensorDataset(X, y)
    loader = torch.utils.data.DataLoader(data, batch_size=4, shuffle=True)
    with torch.no_grad():
        features = torch.cat([body(rows) for rows, _ in loader])
    return fitted(head, features, y, epochs, lr)


def unfrozen_afterwards(body, head, X, y, epochs, lr):
    body.eval()
    with torch.no_grad():
        features = body(X)
    body.requires_grad_(True)
    optimizer = torch.optim.Adam([*body.parameters(), *head.parameters()], lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(head(features), y).backward()
        optimizer.step()
    return head


def tuned_from_half_way(body, head, X, y, epochs, lr):
    body.eval()
    with torch.no_grad():
        features = body(X)
    body.requires_grad_(True)
    optimizer = torch.optim.Adam([*body.parameters(), *head.parameters()], lr=lr)
    for epoch in range(epochs):
        optimizer.zero_grad()
        logits = head(features) if epoch < epochs // 2 else head(body(X))
        cross_entropy(logits, y).backward()
        optimizer.step()
    return head


def every_epoch_anew(body, head, X, y, epochs, lr):
    body.eval().requires_grad_(False)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(head(body(X)), y).backward()
        optimizer.step()
    return head


def a_rate_of_zero(body, head, X, y, epochs, lr):
    body.eval()
    optimizer = torch.optim.Adam(
        [{"params": body.parameters(), "lr": 0.0}, {"params": head.parameters()}], lr=lr
    )
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(head(body(X)), y).backward()
        optimizer.step()
    return head


def gradients_thrown_away(body, head, X, y, epochs, lr):
    body.eval()
    optimizer = torch.optim.Adam([*body.parameters(), *head.parameters()], lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(head(body(X)), y).backward()
        for parameter in body.parameters():
            parameter.grad = None
        optimizer.step()
    return head


def all_of_it_tuned(body, head, X, y, epochs, lr):
    body.eval().requires_grad_(True)
    return fitted(nn.Sequential(body, head), X, y, epochs, lr)[1]


def without_a_word_of_eval(body, head, X, y, epochs, lr):
    whole = nn.Sequential(body.requires_grad_(False), head)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(whole(X), y).backward()
        optimizer.step()
    return head


def gradients_piled_up(body, head, X, y, epochs, lr):
    body.eval()
    with torch.no_grad():
        features = body(X)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        cross_entropy(head(features), y).backward()
        optimizer.step()
    return head


def in_small_batches(body, head, X, y, epochs, lr):
    body.eval()
    with torch.no_grad():
        features = body(X)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        for rows in torch.arange(len(y)).split(8):
            optimizer.zero_grad()
            cross_entropy(head(features[rows]), y[rows]).backward()
            optimizer.step()
    return head


def one_epoch_short(body, head, X, y, epochs, lr):
    return under_no_grad(body, head, X, y, epochs - 1, lr)


def the_default_rate(body, head, X, y, epochs, lr):
    return under_no_grad(body, head, X, y, epochs, 1e-3)


def by_plain_descent(body, head, X, y, epochs, lr):
    body.eval()
    with torch.no_grad():
        features = body(X)
    optimizer = torch.optim.SGD(head.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(head(features), y).backward()
        optimizer.step()
    return head


def a_new_head(body, head, X, y, epochs, lr):
    return under_no_grad(body, nn.Linear(head.in_features, head.out_features), X, y, epochs, lr)


def in_inference_mode(body, head, X, y, epochs, lr):
    body.eval()
    with torch.inference_mode():
        features = body(X)
    return fitted(head, features, y, epochs, lr)


def nothing_handed_back(body, head, X, y, epochs, lr):
    under_no_grad(body, head, X, y, epochs, lr)


def the_whole_network(body, head, X, y, epochs, lr):
    return nn.Sequential(body, under_no_grad(body, head, X, y, epochs, lr))


def nothing_trained(body, head, X, y, epochs, lr):
    return head


WRONG = [
    Wrong((with_its_graph,), 0.3, "train_on_cache raised RuntimeError", "F9"),
    Wrong((with_its_graph_retained,), 0.85, "had a graph behind them", "F9"),
    Wrong((in_train_mode,), 0.55, "dropout was active while the body ran", "E10"),
    Wrong((only_dropout_put_to_rest,), 0.7, "BatchNorm was in train mode", "F10"),
    Wrong((from_a_shuffled_loader,), 0, "in another order than they have in X", "F10"),
    Wrong((unfrozen_afterwards,), 0.85, "asks for a gradient now", "F11"),
    Wrong((tuned_from_half_way,), 0, "in the body moved", "F11"),
    Wrong((every_epoch_anew,), 0.6, "rows where X has"),
    Wrong((a_rate_of_zero,), 0.45, "in a group with rate 0", "D12"),
    Wrong((gradients_thrown_away,), 0.45, "were thrown away", "A3"),
    Wrong((all_of_it_tuned,), 0, "in the body moved"),
    Wrong((without_a_word_of_eval,), 0.15, "dropout was active", "E10"),
    Wrong((gradients_piled_up,), 0, "is another one than recomputing gives"),
    Wrong((in_small_batches,), 0, "the optimizer was stepped"),
    Wrong((one_epoch_short,), 0, "the optimizer was stepped"),
    Wrong((the_default_rate,), 0, "the head's rate was 0.001"),
    Wrong((by_plain_descent,), 0, "the optimizer was SGD"),
    Wrong((a_new_head,), 0, "is another one than recomputing gives"),
    Wrong((in_inference_mode,), 0, "train_on_cache raised RuntimeError", "F4"),
    Wrong((nothing_handed_back,), 0, "train_on_cache returned None"),
    Wrong((the_whole_network,), 0, "a Sequential that does not take"),
    Wrong((nothing_trained,), 0, "the body never ran"),
]
RIGHT = [
    (under_no_grad,),
    (in_pieces_detached,),
    (layer_by_layer,),
    (in_inference_mode_with_a_clone,),
]
