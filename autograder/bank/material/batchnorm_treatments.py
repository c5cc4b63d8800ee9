"""What may be done to a BatchNorm layer, what is true then, and what is believed."""

MEAN, VARIANCE, COUNT = KINDS = ("running_mean", "running_var", "num_batches_tracked")

# What is done to a layer, before or after `model.train()`.
BEFORE = {"put to sleep before": "model[{}].eval()"}
AFTER = {
    "put to sleep": "model[{}].eval()",
    "momentum 0": "model[{}].momentum = 0.0",
    "momentum None": "model[{}].momentum = None",
    "tracking off": "model[{}].track_running_stats = False",
    "flag on the mean": "model[{}].running_mean.requires_grad = False",
    "only flags": "",
}

# What is true of a layer that was treated so.
TRUE = {
    "put to sleep before": "`model.train()` woke layer {} again",
    "put to sleep": "layer {} sleeps",
    "momentum 0": "layer {} only counts",
    "momentum None": "layer {} takes a plain average over all batches",
    "tracking off": "layer {} updates nothing",
    "flag on the mean": "the flag on its mean does not hold layer {}",
    "only flags": "flags do not hold layer {}",
}

# Wrong ways of thinking: what they say about a layer, by how it was treated, and what is true.
SLIPS = (
    ("put to sleep before", (), "`model.train()` came later and woke layer {} again.", "E3"),
    (
        "put to sleep",
        KINDS,
        "Layer {} is in eval mode when the batch comes.",
        "eval mode thought overruled",
    ),
    ("momentum 0", (), "The count of layer {} goes up also with momentum 0.", "E4"),
    ("momentum 0", KINDS, "With momentum 0 mean and variance of layer {} keep their values.", "E4"),
    ("momentum None", (), "With momentum None layer {} takes a plain average: it moves.", "E5"),
    ("tracking off", KINDS, "Without tracking, layer {} updates none of its buffers.", "E7"),
    ("tracking off", (COUNT,), "Without tracking, layer {} does not even count batches.", "E7"),
    ("flag on the mean", (VARIANCE, COUNT), "Layer {} updates its mean without a gradient.", "E6"),
    ("flag on the mean", (), "The flag on a buffer holds nothing in layer {}.", "E6"),
    ("only flags", (), "Flags hold no buffer of layer {}.", "E2"),
    ("only flags", (COUNT,), "Mean and variance of layer {} move with the count.", "E2"),
)
