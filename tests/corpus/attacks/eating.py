"""A12, eating: memory, disk, processes, threads, descriptors and output, each up to a bound."""

from tests.corpus.attacks.attack import Attack, carefree, spoiled

WHY = "what an exercise eats costs that exercise"


def in_the_cell(name: str, source: str) -> Attack:
    """Happens while the answer's cell runs."""
    return spoiled(name, "A12", WHY, source + "\nraise MemoryError\n")


def in_the_answer(name: str, source: str) -> Attack:
    """Happens when the answer is called."""
    body = source.strip().replace("\n", "\n    ")
    return spoiled(name, "A12", WHY, f"def grad_map(frozen):\n    {body}\n")


ATTACKS = (
    in_the_cell("takes_memory_at_once", "eaten = bytearray(3_000_000_000)"),
    in_the_cell("takes_memory_in_steps", """
eaten = []
for _ in range(300):
    eaten.append(bytearray(b"x" * 10_000_000))
"""),
    in_the_answer("takes_memory_in_the_answer", """
import torch
eaten = [torch.ones(2_500_000) for _ in range(300)]
return eaten
"""),
    in_the_cell("takes_memory_by_children", """
import os, time
for _ in range(10):
    if os.fork() == 0:
        eaten = bytearray(b"x" * 200_000_000)
        time.sleep(5)
        os._exit(0)
time.sleep(5)
"""),
    in_the_cell("takes_shared_memory", """
import mmap, os
held = []
for _ in range(40):
    held.append(mmap.mmap(-1, 50_000_000))
    held[-1].write(b"x" * 50_000_000)
"""),
    in_the_cell("takes_memory_files", """
import os
for _ in range(40):
    number = os.memfd_create("eaten")
    os.write(number, b"x" * 30_000_000)
"""),
    in_the_cell("fills_the_disk", """
import os, tempfile
for room in {tempfile.gettempdir(), os.getcwd(), os.path.expanduser("~"), "/dev/shm"}:
    for number in range(20):
        try:
            with open(os.path.join(room, f"frz-left-{number}"), "wb") as file:
                file.write(b"x" * 10_000_000)
        except OSError:
            break
"""),
    in_the_cell("writes_one_large_file", """
import tempfile
with tempfile.NamedTemporaryFile() as file:
    for _ in range(200):
        file.write(b"x" * 1_000_000)
"""),
    in_the_cell("makes_many_small_files", """
import os, tempfile
room = tempfile.mkdtemp(prefix="frz-left")
for number in range(30_000):
    open(os.path.join(room, str(number)), "w").close()
"""),
    in_the_cell("makes_a_deep_folder", """
import os, tempfile
os.chdir(tempfile.mkdtemp(prefix="frz-left"))
for _ in range(3000):
    os.mkdir("deeper")
    os.chdir("deeper")
"""),
    in_the_cell("forks_and_forks", """
import os, time
for _ in range(300):
    try:
        if os.fork() == 0:
            time.sleep(3)
            os._exit(0)
    except OSError:
        pass
"""),
    in_the_cell("starts_threads", """
import threading, time
for _ in range(500):
    threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
"""),
    in_the_cell("opens_descriptors", """
import os
held = [os.dup(1) for _ in range(100_000)]
"""),
    carefree("prints_one_large_text", "A12", "output is cut, marks stay",
             "print('x' * 60_000_000)"),
    carefree("prints_many_small_texts", "A12", "output is cut, marks stay", """
        import sys
        for number in range(60_000):
            print(number)
            sys.stderr.write("y")
    """),
    carefree("writes_to_the_descriptors_of_output", "A12", "output is cut, marks stay", """
        import os
        for _ in range(30):
            os.write(1, b"x" * 1_000_000)
            os.write(2, b"y" * 1_000_000)
    """),
    carefree("shows_large_html", "A12", "output is cut, marks stay", """
        from IPython.display import HTML, display
        for _ in range(5):
            display(HTML("<p>" * 3_000_000))
    """),
    in_the_cell("draws_a_large_figure", """
import matplotlib.pyplot as plt
plt.figure(figsize=(300, 300), dpi=100)
plt.plot([1, 2])
plt.show()
"""),
    in_the_answer("prints_while_asked", "print('z' * 30_000_000)\nreturn {'a': 'z' * 30_000_000}"),
    in_the_answer("returns_a_large_dict", "return {str(n): True for n in range(500_000)}"),
    in_the_cell("takes_huge_numbers", "eaten = 1 << (10 ** 10)"),
)  # fmt: skip
