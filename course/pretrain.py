"""The recipe of course/assets/small_net.safetensors: `python -m course.pretrain`, about 4 s.

One thread, because two add up in another order and end with other last bits.
"""

import torch
from safetensors.torch import save

from course.data import keep_asset, mnist8_split
from course.models import SmallNet, small_net
from course.training import accuracy, fit

RECIPE = "MNIST at 8x8, 4000 images, 600 steps of Adam, rate 1e-3, batch 64, seed 0"


def pretrain(seed: int, *, progress: bool = False) -> SmallNet:
    """A SmallNet that has learned MNIST at 8x8: accuracy about .935 on the 1 000 test images.

    The seed decides split, first weights and batches. Measured over 8 seeds: .935 ± .007.
    """
    net = small_net(seed)
    train = mnist8_split(seed).train
    fit(net, *train, steps=600, lr_head=1e-3, batch_size=64, seed=seed, progress=progress)
    return net


def main() -> None:
    """Write course/assets/small_net.safetensors and say how good the net is."""
    torch.set_num_threads(1)
    net = pretrain(seed=0, progress=True)
    # One entry only: safetensors writes several in an order that changes from run to run.
    content = save(net.state_dict(), metadata={"recipe": RECIPE})
    keep_asset("small_net.safetensors", content)
    print(f"small_net.safetensors: {len(content)} bytes")
    print(f"accuracy on MNIST test: {accuracy(net, *mnist8_split(0).test):.3f}")


if __name__ == "__main__":
    main()
