"""Conditions on the names of parameters: careful ones, and ones with a known slip."""


def conditions(head: str, norm: str, kind: str) -> dict[str, str]:
    """Conditions, and what leads to each where it is wrong: a mistake's id or a belief."""
    inside, first = f'name.startswith("{head}.")', f'name.split(".")[0] == "{head}"'
    if kind == "head":
        return {
            inside: "",
            first: "",
            f'name.rpartition(".")[0] == "{head}"': "",
            f'name in ("{head}.weight", "{head}.bias")': "",
            f'"{head}" in name': "B2",
            f'name.startswith("{head}")': "B1",
            f'name == "{head}"': "B4",
            f'name in ["{head}"]': "B4",
            f'name == "{head}.weight"': "A25",
            f'"{head}.weight" in name': "A25",
            f'name.endswith("{head}")': "B4",
            f'not name.endswith("weight") and "{head}" in name': "B16",
            f'name.startswith("{head}") and not name.endswith("{head}")': "B1",
            f'"{head}" in name and not name.startswith("{norm}")': "B2",
            f'name.startswith("{head}.") and name.endswith("weight")': "A25",
            f'name.split(".")[-1] == "{head}"': "B4",
        }
    own = 'name.endswith(".bias")' if kind == "biases" else f'name.startswith("{norm}")'
    loose = '"bias" in name' if kind == "biases" else f'"{norm}" in name'
    return {
        f"{own} or {inside}": "",
        f"{inside} or {own}": "",
        f"{first} or {own}": "",
        f"{own} or {first}": "",
        own: "B16" if kind == "biases" else "C1",
        loose: "B16" if kind == "biases" else "C1",
        f'{own} or "{head}" in name': "B2",
        f'{loose} or name.startswith("{head}")': "B1",
        f'{own} or name == "{head}"': "B4",
        f"{own} and {inside}": "and is taken for or",
        f'"{head}" or {own}': "B3",
        f"{first} or {own} or {loose}": "" if kind == "norms" else "B2",
        f'{own} or "{head}.bias" in name': "B16",
        f'({own} or {inside}) and not name.endswith("{head}.weight")': "B16",
        f'{own} or {inside} or "{head}" in name': "B2",
        f'{first} or {own} or name.startswith("{head}")': "B1",
    }
