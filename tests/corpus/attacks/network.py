"""A13, network: servers of the host, of the world, and sockets without an address."""

from tests.corpus.attacks.attack import tricked

WHY = "there is nobody to talk to"
TOOLS = """
import socket
socket.setdefaulttimeout(0.3)
def ask(family, address, kind=socket.SOCK_STREAM):
    try:
        with socket.socket(family, kind) as asked:
            asked.connect(address)
            print("leaked" + ":", address, asked.recv(100))
    except (OSError, AttributeError):
        pass
"""

ATTACKS = (
    tricked("connects_to_the_host", "A13", WHY, TOOLS + """
for port in range(47811, 47821):
    ask(socket.AF_INET, ("127.0.0.1", port))
    ask(socket.AF_INET6, ("::1", port))
print("searched")
"""),
    tricked("connects_to_the_world", "A13", WHY, TOOLS + """
ask(socket.AF_INET, ("192.0.2.1", 80))
ask(socket.AF_INET, ("1.1.1.1", 53))
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.sendto(b"hello", ("1.1.1.1", 53))
        print("leaked" + ": a packet left")
except OSError:
    pass
print("searched")
"""),
    tricked("looks_up_names", "A13", WHY, TOOLS + """
for name in ("example.com", "example.org", "_gateway"):
    try:
        print("leaked" + ":", socket.getaddrinfo(name, 80))
    except OSError:
        pass
print("searched")
"""),
    tricked("connects_to_abstract_sockets", "A13", WHY, TOOLS + """
names = [b"\\0freezing-layers-%d" % port for port in range(47811, 47821)]
try:
    with open("/proc/net/unix", "rb") as listed:
        names += [b"\\0" + line.split()[-1][1:] for line in listed if b"@" in line]
except OSError:
    pass
for name in names:
    ask(socket.AF_UNIX, name)
print("searched")
"""),
    tricked("connects_to_sockets_in_folders", "A13", WHY, TOOLS + """
import os
for room in ("/run", "/var/run", "/tmp", os.path.expanduser("~")):
    for folder, _, files in os.walk(room):
        for name in files:
            path = os.path.join(folder, name)
            if len(path) < 100:
                ask(socket.AF_UNIX, path)
print("searched")
"""),
    tricked("listens_on_raw_sockets", "A13", WHY, TOOLS + """
for family, kind, number in ((17, 3, 0x0300), (2, 3, 1), (2, 3, 255), (16, 3, 0)):
    try:
        with socket.socket(family, kind, number) as heard:
            heard.settimeout(0.2)
            print("leaked" + ": heard", len(heard.recv(2000)), "bytes")
    except OSError:
        pass
print("searched")
"""),
)  # fmt: skip
