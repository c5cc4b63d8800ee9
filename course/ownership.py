"""Networks in which the owner of a parameter is not the one that its place suggests.

`TiedWords` has two names for one tensor; `PatchNet` owns a parameter that no child of it has.
Both are the small form of something large: tied embeddings in language models, the position
embedding of a vision transformer.
"""

import torch
from torch import nn

from course.models import seeded


class TiedWords(nn.Module):
    """Guesses the next word from the last one; embedding and output layer are one tensor.

    Takes int64 (n,) word numbers, gives (n, `words`) logits. With 10 words and `width` 4: 40
    numbers in one tensor with the names `emb.weight` and `out.weight`.
    """

    def __init__(self, words: int = 10, width: int = 4) -> None:
        super().__init__()
        self.emb = nn.Embedding(words, width)
        self.out = nn.Linear(width, words, bias=False)
        self.out.weight = self.emb.weight

    def forward(self, words: torch.Tensor) -> torch.Tensor:
        return self.out(self.emb(words))


class PatchNet(nn.Module):
    """Sees an 8x8 image as four patches and adds to each what it has learned about its place.

    Takes float32 (n, 1, 8, 8), gives (n, `classes`) logits. `pos_embed` (4, `width`) belongs to
    the network itself: no loop over its children finds it.
    """

    def __init__(self, classes: int = 10, width: int = 16) -> None:
        super().__init__()
        self.pos_embed = nn.Parameter(0.02 * torch.randn(4, width))
        self.patches = nn.Conv2d(1, width, kernel_size=4, stride=4)
        self.encoder = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, width), nn.ReLU())
        self.head = nn.Linear(width, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        tokens = self.patches(images).flatten(2).transpose(1, 2) + self.pos_embed
        return self.head(self.encoder(tokens).mean(dim=1))


def tied_words(seed: int) -> TiedWords:
    """A `TiedWords()` with random weights drawn from `seed`."""
    with seeded(seed):
        return TiedWords()


def patch_net(seed: int) -> PatchNet:
    """A `PatchNet()` with random weights drawn from `seed`."""
    with seeded(seed):
        return PatchNet()
