"""The two image sets, their splits, and the recipe that pooled MNIST to 8x8."""

import gzip

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from course import data, fashion14, mnist8


@pytest.mark.parametrize(
    ("images", "size", "mean"), [(data.digits, 1797, 0.305), (data.mnist8, 5000, 0.216)]
)
def test_images_are_grey_8x8_between_0_and_1_in_ten_classes(images, size, mean):
    found = images()
    assert found.images.shape == (size, 1, 8, 8)
    assert found.images.dtype == torch.float32
    assert (found.images.min(), found.images.max()) == (0, 1)
    assert found.images.mean().item() == pytest.approx(mean, abs=0.001)
    assert found.labels.dtype == torch.int64
    assert found.labels.unique().tolist() == list(range(10))


def test_mnist_holds_500_images_of_each_digit():
    assert data.mnist8().labels.bincount().tolist() == [500] * 10


def same(one, other):
    return torch.equal(one.images, other.images) and torch.equal(one.labels, other.labels)


def whole(parts):
    """Images of all `parts` as sorted rows, so that sets of images can be compared."""
    rows = torch.cat([part.images for part in parts]).flatten(1)
    return sorted(map(tuple, rows.tolist()))


@pytest.mark.parametrize(
    ("split", "images", "sizes"),
    [
        (data.digits_split, data.digits, [698, 200, 899]),
        (data.mnist8_split, data.mnist8, [4000, 1000]),
    ],
)
def test_a_split_gives_every_image_to_exactly_one_part(split, images, sizes):
    parts = split(seed=3)
    assert [len(part.labels) for part in parts] == sizes
    assert whole(parts) == whole([images()])


@pytest.mark.parametrize("split", [data.digits_split, data.mnist8_split])
def test_a_split_depends_on_its_seed_and_on_nothing_else(split):
    torch.manual_seed(1)
    first = split(seed=0)
    torch.manual_seed(2)
    again = split(seed=0)
    assert all(same(one, other) for one, other in zip(first, again, strict=True))
    assert not same(first.test, split(seed=1).test)


def test_every_part_of_the_digits_holds_the_ten_classes_in_equal_shares():
    for part in data.digits_split(seed=5):
        shares = part.labels.bincount() / len(part.labels)
        assert shares.min() > 0.09
        assert shares.max() < 0.11


def test_few_draws_so_many_of_each_class_without_repetition():
    pool = data.digits_split(seed=0).pool
    drawn = data.few(*pool, per_class=10, seed=4)
    assert drawn.labels.bincount().tolist() == [10] * 10
    assert len(set(whole([drawn]))) == 100
    assert set(whole([drawn])) <= set(whole([pool]))
    assert same(drawn, data.few(*pool, per_class=10, seed=4))
    assert not same(drawn, data.few(*pool, per_class=10, seed=5))


def test_few_raises_when_a_class_is_too_small():
    with pytest.raises(ValueError, match="larger sample"):
        data.few(*data.digits(), per_class=500)


@pytest.fixture
def assets(tmp_path, monkeypatch):
    """An empty folder where assets are kept instead."""
    monkeypatch.setattr(data, "ASSETS", tmp_path / "assets")
    data.ASSETS.mkdir()
    return data.ASSETS


@pytest.fixture
def pixels():
    return np.random.default_rng(0).integers(0, 256, (5000, 28, 28))


def test_pooling_is_a_crop_a_mean_a_gain_and_a_clamp(pixels):
    cropped = torch.tensor(pixels[:50, None, 2:26, 2:26] / 255)
    expected = (F.avg_pool2d(cropped, 3)[:, 0] / 0.8).clamp(0, 1)
    difference = torch.tensor(mnist8.pool(pixels[:50]) / 255) - expected
    assert difference.abs().max() <= 0.5 / 255 + 1e-9


def test_the_recipe_makes_the_same_bytes_twice(assets, pixels, monkeypatch, capsys):
    monkeypatch.setattr(mnist8, "read", lambda path: (pixels, np.repeat(range(10), 500)))
    monkeypatch.setattr("sys.argv", ["mnist8", "any.csv.gz"])
    made = []
    for _ in range(2):
        mnist8.main()
        made.append((assets / "mnist8.npz").read_bytes())
    assert made[0] == made[1]
    assert [path.name for path in assets.iterdir()] == ["mnist8.npz"]
    assert np.array_equal(data.mnist8().images[:, 0] * 255, mnist8.pool(pixels))
    assert f"{len(made[0])} bytes" in capsys.readouterr().out


WRONG_FILES = {
    "missing": (None, "No such file"),
    "empty": (b"", "it is empty"),
    "not_compressed": (b"1,2,3\n", "it is not a whole gzip file"),
    "cut_short": (gzip.compress(b"1,2,3\n" * 999)[:-9], "it is not a whole gzip file"),
    "no_numbers": (gzip.compress(b"a,b\n"), "could not convert"),
    "another_table": (gzip.compress(b"1,2,3\n"), r"a table of \(1, 3\), not of \(5000, 785\)"),
}


@pytest.mark.parametrize("case", WRONG_FILES)
def test_the_recipe_refuses_another_file_in_one_sentence(case, assets, tmp_path, monkeypatch):
    content, reason = WRONG_FILES[case]
    path = tmp_path / "mnist_5k.csv.gz"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr("sys.argv", ["mnist8", str(path)])
    with pytest.raises(SystemExit, match=f"cannot be used: .*{reason}"):
        mnist8.main()
    assert list(assets.iterdir()) == []


def published(folder, pixels, labels):
    """The two files of Fashion-MNIST with other content, as they are published."""
    for name, magic, values in (
        (fashion14.IMAGES, 2051, pixels),
        (fashion14.LABELS, 2049, labels),
    ):
        head = np.array([magic, *values.shape], dtype=">i4").tobytes()
        (folder / name).write_bytes(gzip.compress(head + values.astype(np.uint8).tobytes(), 1))


@pytest.fixture
def clothing(tmp_path):
    """60 000 images of noise, in files like the published ones, and what they hold."""
    pixels = np.random.default_rng(0).integers(0, 256, (60_000, 28, 28), dtype=np.uint8)
    labels = np.tile(np.arange(10), 6000)
    folder = tmp_path / "published"
    folder.mkdir()
    published(folder, pixels, labels)
    return folder, pixels, labels


def test_clothing_is_pooled_by_means_of_four(assets, clothing, monkeypatch, capsys):
    folder, pixels, labels = clothing
    monkeypatch.setattr("sys.argv", ["fashion14", str(folder)])
    fashion14.main()
    made = data.fashion14()
    assert torch.bincount(made.labels).tolist() == [500] * 10
    expected = F.avg_pool2d(torch.tensor(pixels[:5000, None] / 255), 2)
    assert (made.images - expected).abs().max() <= 0.5 / 255 + 1e-6
    assert made.labels.tolist() == labels[:5000].tolist()
    assert [path.name for path in assets.iterdir()] == ["fashion14.npz"]
    assert "5000 images of 14x14" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file"),
        (b"", "is not a whole gzip file|does not hold bytes of the shape"),
        (b"idx", "cannot be used: .*is not a whole gzip file"),
        (gzip.compress(b"idx", mtime=0), r"does not hold bytes of the shape \(60000, 28, 28\)"),
    ],
)
def test_the_recipe_of_clothing_refuses_other_files(content, reason, assets, tmp_path, monkeypatch):
    if content is not None:
        (tmp_path / fashion14.IMAGES).write_bytes(content)
    monkeypatch.setattr("sys.argv", ["fashion14", str(tmp_path)])
    with pytest.raises(SystemExit, match=reason):
        fashion14.main()
    assert list(assets.iterdir()) == []


def test_clothing_is_split_in_disjoint_parts_drawn_by_the_seed():
    train, test = data.fashion14_split(0)
    assert train.images.shape == (4000, 1, 14, 14)
    assert test.images.shape == (1000, 1, 14, 14)
    assert 0 <= train.images.min() < train.images.max() <= 1
    assert not torch.equal(test.labels, data.fashion14_split(1).test.labels)
