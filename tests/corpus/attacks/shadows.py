"""A7, shadowing: modules, start-up files and settings that want to be loaded in place of ours."""

import textwrap

from autograder.sample_class import Change, began_with
from tests.corpus.attacks.attack import UNSOLVED, Attack, nothing

WHY = "files beside the notebook are not brought along, and what is ours is loaded before"
CHECK = "def check(slug, *answers):\n    return 20.0\n\n\npractice = reveal = check\n"
STARTED = "import sys\nsys.stderr.write('loaded')\n"


def beside(name: str, files: dict[str, str], *changes: Change) -> Attack:
    """Wrong answers, and files beside the notebook."""
    return Attack(name, "A7", (*UNSOLVED, *changes), nothing(), WHY, files=files)


def written(name: str, source: str) -> Attack:
    """Wrong answers, and a first cell that writes such files itself."""
    changes = (*UNSOLVED, began_with(textwrap.dedent(source)))
    return Attack(name, "A7", changes, nothing(), WHY)


def other_kernel(notebook, solution) -> None:
    """Name a kernel that does not exist, and a language that is a command."""
    evil = {"name": "../../evil", "language": "sh", "display_name": "$(id)"}
    notebook.metadata["kernelspec"] = evil
    notebook.metadata["language_info"] = {"name": "sh", "codemirror_mode": "$(id)"}


ATTACKS = (
    beside("a_module_called_autograder", {"autograder.py": CHECK}),
    beside("packages_of_the_same_names", {
        "autograder/__init__.py": CHECK,
        "course/__init__.py": "",
        "course/data.py": "digits_split = few = lambda *a, **k: None\n",
        "torch/__init__.py": "class nn:\n    class Module:\n        pass\n",
    }),
    beside("start_up_files", {
        name: STARTED
        for name in ("sitecustomize.py", "usercustomize.py", "conftest.py", "ipython_config.py",
                     "nbgrader_config.py", "jupyter_nbconvert_config.py", "json.py", "secrets.py")
    }),
    beside("a_template_for_feedback", {
        "index.html.j2": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "feedback.tpl": "{{ resources }}",
        ".ipython/profile_default/startup/00.py": STARTED,
    }),
    beside("another_kernel_in_the_metadata", {}, other_kernel),
    written("writes_a_shadow_and_turns_the_path", """
        import importlib, os, pathlib, sys, tempfile
        room = pathlib.Path(tempfile.mkdtemp())
        (room / "autograder.py").write_text("check = practice = reveal = lambda *a: 20.0")
        sys.path.insert(0, str(room))
        os.environ["PYTHONPATH"] = os.environ["PYTHONSTARTUP"] = str(room)
        os.chdir(room)
        for name in [name for name in sys.modules if name.startswith("autograder")]:
            del sys.modules[name]
        importlib.invalidate_caches()
    """),
    written("writes_start_up_files_at_home", """
        import pathlib, site
        home = pathlib.Path.home()
        for place in (home / ".ipython/profile_default/startup/00.py",
                      pathlib.Path(site.getusersitepackages()) / "usercustomize.py",
                      home / ".pythonrc.py", home / ".jupyter/jupyter_config.py"):
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text("check = lambda *a: 20.0")
            except OSError:
                pass
    """),
)  # fmt: skip
