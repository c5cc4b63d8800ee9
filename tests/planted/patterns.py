"""Correct set-ups, as people write them: `doctor` finds nothing in any of them."""

import copy

import torch
from torch import nn
from torch.nn.utils import prune

from course.ownership import PatchNet
from tests.planted.planting import (
    LoRA,
    Net,
    Planted,
    TiedWords,
    Twelve,
    adamw,
    adamw_on,
    batchnorm_net,
    conv_net,
    images,
    loss,
    plain_net,
    plants,
    vectors,
    words,
)
from tests.planted.section_d import stepped
from tests.planted.section_e import KeepsEval
from tests.planted.section_f import UnderNoGrad

CASES: list[Planted] = []
HEAD_ONLY = {"frozen": ("body",), "trained": ("head",)}


@plants(CASES, "")
def full_training():
    net = batchnorm_net()
    return net, adamw(net), loss, vectors()


@plants(CASES, "")
def full_training_in_double_precision():
    net, (inputs, targets) = batchnorm_net().double(), vectors()
    return net, adamw(net), loss, (inputs.double(), targets)


@plants(CASES, "")
def full_training_after_some_steps():
    net, batch = batchnorm_net(), vectors()
    optimizer = adamw(net)
    stepped(net, optimizer, batch)
    return net, optimizer, loss, batch


@plants(CASES, "")
def head_only():
    net = plain_net()
    net.body.requires_grad_(False)
    return net, adamw(net.head), loss, vectors(), HEAD_ONLY


@plants(CASES, "")
def head_only_and_the_whole_list_in_the_optimizer():
    net = plain_net()
    net.body.requires_grad_(False)
    return net, adamw(net), loss, vectors(), HEAD_ONLY


@plants(CASES, "")
def head_only_with_a_filter():
    net = plain_net()
    net.body.requires_grad_(False)
    optimizer = adamw_on(filter(lambda p: p.requires_grad, net.parameters()))
    return net, optimizer, loss, vectors()


@plants(CASES, "")
def frozen_body_in_eval_mode():
    net = batchnorm_net()
    net.body.requires_grad_(False).eval()
    return net, adamw(net.head), loss, vectors(), HEAD_ONLY


@plants(CASES, "")
def frozen_body_in_eval_mode_inside_a_model_in_eval_mode():
    net = batchnorm_net()
    net.requires_grad_(False).eval()
    net.head.requires_grad_(True).train()
    return net, adamw(net.head), loss, vectors(), HEAD_ONLY


@plants(CASES, "")
def frozen_body_that_stays_in_eval_mode_by_itself():
    net = batchnorm_net()
    net = KeepsEval(net.body.requires_grad_(False), net.head).train()
    intent = HEAD_ONLY | {"before_epoch": lambda model: model.train()}
    return net, adamw(net.head), loss, vectors(), intent


@plants(CASES, "")
def new_head_on_frozen_features():
    net = plain_net().requires_grad_(False)
    net.head = nn.Linear(6, 3)
    return net, adamw(net.head), loss, vectors(), HEAD_ONLY


@plants(CASES, "")
def gradual_unfreezing():
    net = plain_net()
    net.body.requires_grad_(False)
    optimizer, batch = adamw(net.head), vectors()
    stepped(net, optimizer, batch)
    optimizer.add_param_group({"params": net.body[2].requires_grad_(True).parameters(), "lr": 1e-4})
    intent = {"frozen": ("body.0",), "trained": ("body.2", "head")}
    return net, optimizer, loss, batch, intent


@plants(CASES, "")
def discriminative_rates():
    net = Twelve()
    groups = [
        {"params": layer.parameters(), "lr": 0.01 * 0.8 ** (12 - k), "name": path}
        for k, (path, layer) in enumerate(net.named_children())
    ]
    return net, adamw_on(groups), loss, vectors()


@plants(CASES, "")
def decay_and_no_decay():
    net = plain_net()
    net.body.requires_grad_(False)
    groups = [
        {"params": [p for p in net.parameters() if p.ndim > 1]},
        {"params": [p for p in net.parameters() if p.ndim < 2], "weight_decay": 0.0},
        {"params": [], "weight_decay": 0.0},
    ]
    return net, adamw_on(groups), loss, vectors()


@plants(CASES, "")
def adapters_of_low_rank():
    net = Net(
        nn.Sequential(LoRA(nn.Linear(8, 6)), nn.ReLU(), LoRA(nn.Linear(6, 6))), nn.Linear(6, 3)
    )
    intent = {"frozen": ("body.0.base", "body.2.base"), "trained": ("head",)}
    return net, adamw_on(p for p in net.parameters() if p.requires_grad), loss, vectors(), intent


@plants(CASES, "")
def adapters_of_low_rank_under_a_frozen_head():
    net = Net(nn.Sequential(LoRA(nn.Linear(8, 6)), nn.Dropout(0.5)), nn.Linear(6, 3))
    net.head.requires_grad_(False)
    return net, adamw(net), loss, vectors(), {"frozen": ("head",)}


@plants(CASES, "")
def bias_tuning_with_the_head():
    net = plain_net()
    for name, parameter in net.body.named_parameters():
        parameter.requires_grad = name.endswith("bias")
    return net, adamw(net), loss, vectors(), {"trained": ("head",)}


@plants(CASES, "")
def layer_norms_only():
    body = nn.Sequential(nn.Linear(8, 6), nn.LayerNorm(6), nn.ReLU(), nn.Linear(6, 6))
    net = Net(body, nn.Linear(6, 3)).requires_grad_(False)
    net.body[1].requires_grad_(True)
    net.head.requires_grad_(True)
    return net, adamw(net), loss, vectors()


class FixedNorm(nn.Module):
    """BatchNorm whose four vectors are buffers, as detection models have it."""

    def __init__(self, width):
        super().__init__()
        for name, value in (("weight", 1.0), ("bias", 0.0), ("mean", 0.0), ("var", 1.0)):
            self.register_buffer(name, torch.full((width,), value))

    def forward(self, inputs):
        scale = self.weight * (self.var + 1e-5).rsqrt()
        return inputs * scale[:, None, None] + (self.bias - self.mean * scale)[:, None, None]


@plants(CASES, "")
def batchnorm_frozen_as_buffers():
    net = conv_net()
    net.body[1] = FixedNorm(4)
    net.body[0].requires_grad_(False)
    return net, adamw(net), loss, images(), {"frozen": ("body.0", "body.1")}


@plants(CASES, "")
def batchnorm_in_eval_mode_and_its_scale_learning():
    net = conv_net()
    net.body[1].eval()
    return net, adamw(net), loss, images()


@plants(CASES, "")
def batchnorm_only():
    net = conv_net()
    net.body[0].requires_grad_(False)
    return net, adamw(net), loss, images()


@plants(CASES, "")
def tied_embedding():
    net = TiedWords()
    return net, adamw(net), loss, words()


@plants(CASES, "")
def tied_embedding_frozen_under_both_names():
    net = nn.Sequential(TiedWords(), nn.Linear(10, 10))
    net[0].requires_grad_(False)
    return net, adamw(net), loss, words(), {"frozen": ("0.emb", "0.out")}


@plants(CASES, "")
def one_layer_used_three_times():
    layer = nn.Linear(8, 8)
    net = nn.Sequential(layer, nn.ReLU(), layer, nn.ReLU(), layer, nn.Linear(8, 3))
    return net, adamw(net), loss, vectors()


@plants(CASES, "")
def two_optimizers():
    net = plain_net()
    optimizers = [adamw(net.body), torch.optim.SGD(net.head.parameters(), lr=0.1, momentum=0.9)]
    return net, optimizers, loss, vectors()


@plants(CASES, "")
def features_under_no_grad():
    net = batchnorm_net()
    net = UnderNoGrad(net.body.eval(), net.head)
    return net, adamw(net.head), loss, vectors()


@plants(CASES, "")
def frozen_features_under_no_grad():
    net = batchnorm_net()
    net = UnderNoGrad(net.body.eval().requires_grad_(False), net.head)
    return net, adamw(net.head), loss, vectors(), HEAD_ONLY


@plants(CASES, "")
def warm_up_from_zero():
    net = plain_net()
    optimizer = adamw_on(
        [{"params": net.body.parameters(), "lr": 1e-4}, {"params": net.head.parameters()}]
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, step / 10))
    return net, optimizer, loss, vectors(), {"scheduler": schedule}


@plants(CASES, "")
def one_cycle():
    net = plain_net()
    net.body.requires_grad_(False)
    optimizer = adamw(net.head)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=20)
    return net, optimizer, loss, vectors(), {"scheduler": schedule}


@plants(CASES, "")
def a_plateau_schedule():
    net = plain_net()
    optimizer = adamw(net)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer)
    return net, optimizer, loss, vectors(), {"scheduler": schedule}


class Tagger(nn.Module):
    """A frozen embedding and a GRU."""

    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(10, 6, padding_idx=0)
        self.gru = nn.GRU(6, 5, num_layers=2, dropout=0.1, bidirectional=True, batch_first=True)
        self.head = nn.Linear(10, 3)

    def forward(self, inputs):
        return self.head(self.gru(self.emb(inputs))[0][:, -1])


@plants(CASES, "")
def a_gru_on_a_frozen_embedding():
    net = Tagger()
    net.emb.requires_grad_(False)
    batch = torch.randint(1, 10, (8, 5)), torch.randint(0, 3, (8,))
    return net, adamw(net), loss, batch, {"frozen": ("emb",), "trained": ("gru", "head")}


class Attends(nn.Module):
    """A token of the model's own, one encoder layer, a head; answers with a dict."""

    def __init__(self):
        super().__init__()
        self.token = nn.Parameter(torch.randn(1, 1, 8))
        self.block = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.1, batch_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, tokens, scale=1.0):
        tokens = torch.cat([self.token.expand(len(tokens), -1, -1), tokens], dim=1)
        hidden = self.block(tokens * scale)
        return {"logits": self.head(hidden[:, 0]), "hidden": hidden}


@plants(CASES, "")
def attention_with_keyword_inputs_and_a_dict():
    net = Attends()
    batch = {"tokens": torch.randn(6, 4, 8), "scale": 0.5}, torch.randint(0, 3, (6,))
    return net, adamw(net), lambda output, targets: loss(output["logits"], targets), batch


@plants(CASES, "")
def a_token_on_a_frozen_model():
    net = Attends().requires_grad_(False).eval()
    net.token.requires_grad_(True)
    net.head.requires_grad_(True)
    batch = (torch.randn(6, 4, 8), 0.5), torch.randint(0, 3, (6,))
    return net, adamw(net), lambda output, targets: loss(output["logits"], targets), batch


@plants(CASES, "")
def position_embedding_of_the_model_trained():
    net = PatchNet(classes=3)
    net.patches.requires_grad_(False)
    intent = {"frozen": ("patches",), "trained": ("pos_embed", "head")}
    return net, adamw(net), loss, images(), intent


class Adversary(nn.Module):
    """A generator judged by a frozen discriminator."""

    def __init__(self):
        super().__init__()
        self.generator = nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 6))
        self.discriminator = nn.Sequential(nn.Linear(6, 4), nn.LeakyReLU(), nn.Linear(4, 1))

    def forward(self, noise):
        return self.discriminator(self.generator(noise))


@plants(CASES, "")
def generator_step_with_a_frozen_discriminator():
    net = Adversary()
    net.discriminator.requires_grad_(False)
    batch = torch.randn(8, 8), torch.ones(8, 1)
    bce = nn.functional.binary_cross_entropy_with_logits
    return net, adamw(net.generator), bce, batch, {"frozen": ("discriminator",)}


class DiscriminatorsTurn(Adversary):
    """What was generated is detached, as the generator has a step of its own."""

    def forward(self, noise):
        return self.discriminator(self.generator(noise).detach())


@plants(CASES, "")
def discriminator_step_with_an_optimizer_for_each():
    net = DiscriminatorsTurn()
    batch = torch.randn(8, 8), torch.zeros(8, 1)
    bce = nn.functional.binary_cross_entropy_with_logits
    return net, (adamw(net.generator), adamw(net.discriminator)), bce, batch


class TaughtNet(nn.Module):
    """A student beside a moving average of itself."""

    def __init__(self):
        super().__init__()
        self.student = batchnorm_net()
        self.teacher = copy.deepcopy(self.student).requires_grad_(False).eval()

    def forward(self, inputs):
        with torch.no_grad():
            wanted = self.teacher(inputs)
        return self.student(inputs), wanted


@plants(CASES, "")
def a_frozen_teacher():
    net = TaughtNet()

    def distilled(output, targets):
        return loss(output[0], targets) + nn.functional.mse_loss(*output)

    return net, adamw(net.student), distilled, vectors(), {"frozen": ("teacher",)}


class HiddenTeacher(nn.Module):
    """Keeps a frozen teacher out of its parameters by a list, on purpose."""

    def __init__(self):
        super().__init__()
        self.student = plain_net()
        self.teachers = [copy.deepcopy(self.student).requires_grad_(False)]

    def forward(self, inputs):
        return self.student(inputs) + self.teachers[0](inputs)


@plants(CASES, "")
def a_frozen_teacher_in_a_list():
    net = HiddenTeacher()
    return net, adamw(net), loss, vectors()


@plants(CASES, "")
def weight_norm_of_both_kinds():
    net = plain_net()
    nn.utils.parametrizations.weight_norm(net.body[0])
    nn.utils.parametrizations.spectral_norm(net.body[2])
    return net, adamw(net), loss, vectors()


@plants(CASES, "")
def a_penalty_on_the_learners_own_model():
    net = plain_net()
    net.body.requires_grad_(False)

    def penalised(output, targets):
        return loss(output, targets) + 0.01 * sum(p.pow(2).sum() for p in net.head.parameters())

    return net, adamw(net.head), penalised, vectors()


@plants(CASES, "")
def a_loss_with_parameters():
    net, balance = plain_net(), nn.Linear(3, 3)

    class Balanced(nn.Module):
        def __init__(self):
            super().__init__()
            self.balance = balance

        def forward(self, output, targets):
            return loss(self.balance(output), targets)

    return net, adamw(net, balance), Balanced(), vectors()


@plants(CASES, "")
def a_second_order_optimizer():
    net = plain_net()
    net.body.requires_grad_(False)
    return net, torch.optim.LBFGS(net.head.parameters(), max_iter=2), loss, vectors()


@plants(CASES, "")
def one_of_two_models_of_an_optimizer():
    encoder, decoder = plain_net(), plain_net()
    return encoder, adamw(encoder, decoder), loss, vectors()


@plants(CASES, "")
def no_optimizer_yet():
    net = plain_net()
    net.body.requires_grad_(False)
    return net, None, loss, vectors()


@plants(CASES, "")
def a_frozen_model_for_use():
    net = batchnorm_net().requires_grad_(False).eval()
    return net, None, loss, vectors(), {"frozen": ("body", "head")}


class TwoExits(Net):
    """A second output that only training gives, and that this loss leaves out."""

    def __init__(self):
        super().__init__(nn.Linear(8, 6), nn.Linear(6, 3))
        self.exit = nn.Linear(6, 3)

    def forward(self, inputs):
        return self.head(self.body(inputs)), self.exit(self.body(inputs))


@plants(CASES, "")
def an_output_that_the_loss_leaves_out():
    net = TwoExits()
    return net, adamw(net), lambda output, targets: loss(output[0], targets), vectors()


@plants(CASES, "")
def a_pruned_layer():
    net = plain_net()
    prune.l1_unstructured(net.body[0], "weight", 0.3)
    return net, adamw(net), loss, vectors()
