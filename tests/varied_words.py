"""The words of a class: what its learners say in comments, and what they call things."""


def _split(text: str, separator: str | None = None) -> list[str]:
    """A text as a list; its line ends are spaces."""
    return [" ".join(part.split()) for part in text.split(separator)]


VERBS = _split("""freeze turn_off switch_off go_through loop_over walk_over check look_at count
collect gather keep skip remember return build make set get find update ignore store test handle
compare take sum_up add see_if make_sure do try_to clear fill""")
NOUNS = _split("""parameters params weights layers tensors flags gradients modules names numbers
values groups buffers blocks entries rows things parts results pairs head body network model
optimizer learning_rates biases copies objects ids state dict list everything rest""")
TAILS = _split("""- first here now again one_by_one in_the_end at_once if_needed (important)
because_of_sharing so_nothing_moves before_training after_the_step as_in_the_lesson by_name
by_id only_once with_a_loop without_copies like_above for_later for_the_report that_are_frozen
that_can_learn of_the_whole_net of_this_layer just_in_case to_be_safe and_return_it as_asked
with_requires_grad even_nested_ones""")
ADJECTIVES = _split("""frozen little new old good all these my best inner outer found wanted
kept moving still cold hot real raw clean other every next active locked open flat deep""")
THINGS = _split("""things stuff ones bits keepers names box bag pile set map table report answer
total sum tally book list pairs items slots marks notes flags stack pool""")
STOCK = _split(
    """todo | done | my answer | return the result | loop over all parameters | freeze all
parameters | test | works now | not sure about this | see lesson | check if trainable |
iterate over parameters | count them | this is the important line | turn off gradients |
same as above | helper | is this right? | result | turn learning off | set requires_grad
to False | go through the parameters""",
    "|",
)
COMMON = {
    "parameter": ["p", "param", "parameter", "par", "w", "weight", "t", "tensor", "prm", "x"],
    "name": ["name", "n", "key", "k", "nm", "path", "label"],
    "module": ["m", "mod", "module", "layer", "part", "sub", "child"],
    "group": ["g", "group", "grp", "pg"],
}
EXTRA = [
    "net = two_linear(seed={n})\nfreeze(net)",
    "print(net)",
    "freeze(net)\nprint([{p}.requires_grad for {p} in net.parameters()])",
    "for name, {p} in net.named_parameters():\n    print(name, {p}.grad)",
    "x = torch.randn({n}, {m})\nnet(x).sum().backward()",
    "import math",
    "len(list(net.parameters()))",
    "print({n})",
]
