"""A5, lying values: what comes back claims to be right, or is too large, deep or odd to look at."""

import textwrap

from tests.corpus.attacks.attack import Attack, spoiled

WHY = "only plain data of exact types is looked at"


def returning(name: str, value: str, *, above: str = "", slug: str = "grad_map") -> Attack:
    """An answer that gives this value back, whatever it is asked."""
    source = f"{textwrap.dedent(above)}\ndef {slug}(*asked, **more):\n    return {value}\n"
    return spoiled(name, "A5", WHY, source, slug=slug)


EVERYTHING = """
class Everything:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 1
    def __bool__(self): return True
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __getitem__(self, key): return self
    def __iter__(self): return iter(("a", "b", "c"))
    def keys(self): return ("a", "b", "c")
    def items(self): return (("a", True), ("b", True), ("c", True))
"""
NUMBER = """
class Right(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = int.__hash__
"""
DICT = """
class Mine(dict):
    def items(self):
        while True:
            yield "a", True
"""
COUNTS = ("tensors", "scalars", "trainable_tensors", "trainable_scalars", "buffer_scalars")

ATTACKS = (
    returning("equal_to_everything", "Everything()", above=EVERYTHING),
    returning("equal_to_every_number", f"dict.fromkeys({COUNTS}, Right(4))", above=NUMBER,
              slug="trainable_report"),
    returning("a_dict_without_end", "Mine(a=True)", above=DICT),
    returning("a_list_without_end", "Endless()", above="""
        class Endless(list):
            def __iter__(self):
                while True:
                    yield self
    """),
    returning("a_class_that_says_it_is_a_dict", "Fake()", above="""
        class Fake:
            __class__ = dict
            def items(self): return [("a", True), ("b", True), ("c", True), ("ok", 1)]
    """),
    returning("an_item_of_torch", "Item()", above="""
        class Item:
            ndim = 0
            def item(self): return self
        Item.__module__ = "torch"
    """),
    returning("not_a_number", f"dict.fromkeys({COUNTS}, float('nan'))", slug="trainable_report"),
    returning("infinitely_many", f"dict.fromkeys({COUNTS}, float('inf'))", slug="trainable_report"),
    returning("a_number_of_many_digits", f"dict.fromkeys({COUNTS}, 10 ** 20000)",
              slug="trainable_report"),
    returning("a_knot", "knot", above="knot = {}\nknot['a'] = knot['b'] = knot['c'] = knot"),
    returning("a_deep_well", "well", above="""
        well = True
        for _ in range(100_000):
            well = [well]
    """),
    returning("a_bush_that_doubles", "bush", above="""
        bush = True
        for _ in range(200):
            bush = [bush, bush]
    """),
    returning("a_claim", "{'a': True, 'b': True, 'c': True, 'ok': True, 'score': 1.0}"),
    returning("a_verdict", "correct('all there')",
              above="from autograder.verdict import correct"),
    returning("ten_million_names", "{str(number) for number in range(3_000_000)}",
              slug="moved_names"),
    returning("half_a_letter", "{'\\ud800': 1}"),
    spoiled("an_error_with_half_a_letter", "A5", "one message cannot stop the class", """
        def grad_map(frozen):
            raise type("Odd\\udfff", (Exception,), {})("\\ud800 \\x00 \\x1b[2J <b>bold</b>")
    """),
    spoiled("an_error_whose_message_attacks", "A5", WHY, """
        class Loud(Exception):
            def __str__(self):
                raise Loud
        def grad_map(frozen):
            raise Loud
    """),
    spoiled("an_error_with_a_long_name", "A5", "names are cut or refused", """
        def grad_map(frozen):
            raise type("N" * 5_000_000, (Exception,), {})("m" * 5_000_000)
    """),
    returning("every_statement_is_true", "Every('ADE')", slug="true_statements", above="""
        class Every(set):
            def __iter__(self): return iter(())
            def __sub__(self, other): return set()
            __rsub__ = __and__ = __rand__ = __sub__
    """),
    returning("words_that_change", "{Word(l): Word('x') for l in 'abcdefghijkl'}", slug="triage",
              above="""
        class Word(str):
            def __eq__(self, other): return True
            __hash__ = str.__hash__
    """),
    spoiled("a_function_with_a_false_body", "A5", WHY, """
        class Code:
            co_firstlineno = 0
            def __getattr__(self, name): raise SystemExit
        class grad_map:
            __code__ = Code()
            __name__ = property(lambda self: "x" * 10**7)
            def __call__(self, frozen): return {}
        grad_map = grad_map()
    """),
)  # fmt: skip
