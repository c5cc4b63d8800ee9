"""A2, kernel and interpreter: built-ins, hooks and frames are bent to give marks away."""

from tests.corpus.attacks.attack import carefree, spoiled, tricked

WHY = "nothing that decides runs in this interpreter"

ATTACKS = (
    tricked("replaces_the_kernels_execute", "A2", WHY, """
        try:
            from ipykernel.ipkernel import IPythonKernel
        except ImportError:
            pass
        else:
            async def do_execute(self, *arguments, **options):
                return {"status": "ok", "execution_count": 1, "payload": []}

            IPythonKernel.do_execute = do_execute
    """),
    tricked("replaces_builtins", "A2", WHY, """
        import builtins
        builtins.sum = lambda *a: 20
        builtins.isinstance = lambda *a: True
        builtins.len = lambda value: 4
        builtins.sorted = builtins.all = builtins.any = builtins.hash = lambda *a, **k: True
    """),
    tricked("replaces_import", "A2", WHY, """
        import builtins, sys, types
        real = builtins.__import__

        def ours(name, *arguments):
            module = real(name, *arguments)
            if name.startswith("autograder"):
                module.judge = module.check = lambda *a: 20.0
            return module

        builtins.__import__ = ours

        class Finder:
            def find_spec(self, name, path=None, target=None):
                sys.modules[name] = types.ModuleType(name)

        sys.meta_path.insert(0, Finder())
    """),
    tricked("traces_every_line", "A2", WHY, """
        import sys, threading

        def tracer(frame, event, argument):
            for name in ("score", "marks", "verdict"):
                if name in frame.f_locals:
                    frame.f_locals[name] = 1.0
            return tracer

        sys.settrace(tracer)
        threading.settrace(tracer)
        sys.setprofile(tracer)
    """),
    tricked("listens_to_audit_events", "A2", WHY, """
        import sys
        heard = []

        def listen(event, arguments):
            if event in ("compile", "exec", "open"):
                heard.append(event)

        sys.addaudithook(listen)
    """),
    carefree("speaks_at_exit", "A2", "what comes after the last cell is not read", """
        import atexit, sys

        class Last:
            def __del__(self):
                print("20.0")

        atexit.register(print, "20.0")
        last = Last()
        last.myself = last
    """),
    tricked("rewrites_frames_and_objects_in_reach", "A2", WHY, """
        import gc, sys

        for value in gc.get_objects():
            if type(value) is dict and "score" in value:
                value["score"] = 1.0
            if type(value).__name__ in ("Verdict", "Part"):
                object.__setattr__(value, "score", 1.0)
                object.__setattr__(value, "finding", None)

        def grad_map(frozen):
            frame = sys._getframe()
            while frame is not None:
                for name in ("observed", "envelope"):
                    if name in frame.f_locals:
                        frame.f_locals[name]["state"] = "correct"
                frame = frame.f_back
    """),
    tricked("swaps_the_streams", "A2", WHY, """
        import io, sys

        class Twenty(io.StringIO):
            def write(self, text):
                return super().write("20.0")

        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Twenty()
    """),
    spoiled("closes_the_streams", "A2", "closed streams cost the one answer at most", """
        import os, sys
        sys.stdout.close()
        for number in (0, 1, 2):
            os.close(number)
        raise RuntimeError
    """),
    spoiled("hooks_every_fork", "A2", "a hook that never returns costs the one answer", """
        import os, time
        os.register_at_fork(before=lambda: time.sleep(3600))
    """),
    spoiled("hooks_every_forked_child", "A2", "a hook in the child costs the one answer", """
        import os
        os.register_at_fork(after_in_child=lambda: os._exit(0))
    """),
)  # fmt: skip
