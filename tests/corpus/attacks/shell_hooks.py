"""A1, shell hooks: the notebook's shell is told to skip, rewrite or hide what comes later."""

from tests.corpus.attacks.attack import tricked

WHY = "what the shell does later decides about nothing"

ATTACKS = (
    tricked("blanks_cells_by_input_transformer", "A1", WHY, """
        get_ipython().input_transformers_cleanup.append(lambda lines: [])
    """),
    tricked("blanks_cells_by_late_transformer", "A1", WHY, """
        get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])
    """),
    tricked("drops_checks_by_syntax_tree", "A1", WHY, """
        import ast

        class Drop(ast.NodeTransformer):
            def visit_Expr(self, node):
                return ast.copy_location(ast.Pass(), node)

        get_ipython().ast_transformers.append(Drop())
    """),
    tricked("replaces_run_cell", "A1", WHY, """
        from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

        def run_cell(self, *arguments, **options):
            result = ExecutionResult(None)
            result.result = 20.0
            return result

        InteractiveShell.run_cell = run_cell
        get_ipython().run_cell = run_cell.__get__(get_ipython())
    """),
    tricked("replaces_the_way_code_runs", "A1", WHY, """
        from IPython.core.interactiveshell import InteractiveShell

        async def nothing(self, *arguments, **options):
            return False

        InteractiveShell.run_code = InteractiveShell.run_ast_nodes = nothing
        InteractiveShell.run_cell_async = nothing
    """),
    tricked("hides_errors", "A1", WHY, """
        shell = get_ipython()
        shell.showtraceback = shell.showsyntaxerror = lambda *a, **k: None
        shell.set_custom_exc((Exception,), lambda *a, **k: None)
        shell._showtraceback = lambda *a, **k: None
    """),
    tricked("calls_back_before_and_after_each_cell", "A1", WHY, """
        def passed(*arguments):
            get_ipython().user_ns["check"] = lambda slug, *answers: 20.0

        for event in ("pre_execute", "pre_run_cell", "post_run_cell", "post_execute"):
            get_ipython().events.register(event, passed)
    """),
    tricked("displays_full_marks_in_place_of_everything", "A1", WHY, """
        import sys
        shell = get_ipython()
        sys.displayhook = lambda value: print("20.0")
        shell.displayhook = sys.displayhook
        shell.display_pub.publish = lambda data, *a, **k: None
    """),
    tricked("makes_a_magic_of_check", "A1", WHY, """
        shell = get_ipython()
        shell.register_magic_function(lambda line: 20.0, "line", "check")
        shell.run_line_magic("automagic", "on")
        shell.user_ns["check"] = lambda *a: 20.0
        del shell.user_ns["check"]
    """),
    tricked("replaces_the_shells_names", "A1", WHY, """
        class Passing(dict):
            def __getitem__(self, name):
                return (lambda *a: 20.0) if name == "check" else dict.__getitem__(self, name)

        shell = get_ipython()
        shell.user_ns = Passing(shell.user_ns)
        shell.user_module.__dict__["check"] = lambda *a: 20.0
    """),
)  # fmt: skip
