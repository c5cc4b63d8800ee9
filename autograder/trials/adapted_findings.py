"""What an adapted net computes and returns, and how a request that does not fit was answered."""

from autograder.snapshot import flags
from autograder.stops import stop_finding
from autograder.trials.adapt_trial import Request
from autograder.trials.frozen_case import close
from autograder.verdict import Finding
from autograder.words import with_article

REFUSALS = ("ValueError", "AttributeError", "KeyError")
MARGIN = 1e-3


def start_finding(request: Request, seen: dict) -> Finding | None:
    """Whether the net computes what it did."""
    if broken := _broken(request, seen):
        return broken
    if close(seen["output"], seen["start"], margin=MARGIN):
        return None
    return Finding(
        f"{request.told}, the net gives other outputs than before, without any training.",
        "what `make` returns computes what its layer did: what else have you changed?",
    )


def moved_finding(request: Request, seen: dict) -> Finding | None:
    """Whether training moves what asks for a gradient, and that alone."""
    if broken := _broken(request, seen):
        return broken
    asking = {name for name, asks in flags(seen["after"]).items() if asks}
    if wrong := sorted(asking ^ set(seen["moved"])):
        does = "asks for a gradient and did not move" if wrong[0] in asking else "moved"
        return Finding(
            f"{request.told}, {wrong[0]!r} {does} in three steps.",
            "allowed to learn, or able to? Does `forward` come by there?",
        )
    return None


def return_finding(request: Request, seen: dict) -> Finding | None:
    """Whether the model itself came back, and holds no parameter twice."""
    if seen["raised"]:
        return stop_finding("adapt", seen["raised"])
    if not seen["is_same"]:
        kind = "nothing" if seen["returned"] == "NoneType" else with_article(seen["returned"])
        other = "another " + seen["returned"] if kind.startswith("a") else kind
        return Finding(f"adapt returned {other}.", "return the model that was handed in.")
    if shared := seen["after"]["shared"]:
        return Finding(
            f"{request.told}, one tensor has the names {shared[0][0]!r} and {shared[0][1]!r}.",
            "is the old layer still registered where it was?",
        )
    return None


def refusal_finding(kind: str, request: Request, seen: dict) -> Finding | None:
    """What is wrong with the answer to a request that does not fit."""
    is_untouched = seen["after"] == seen["before"]
    if not seen["raised"] and not (kind == "again" and is_untouched):
        return _not_refused(kind, request, seen)
    if seen["raised"] and seen["raised"]["type"] not in REFUSALS:
        return Finding(
            f"{_why(kind, request)}, adapt raised {seen['raised']['type']}.",
            "look first, and raise ValueError with a sentence that says the name.",
        )
    if not is_untouched:
        return Finding(
            f"{_why(kind, request)}, adapt raised {seen['raised']['type']} after it had changed "
            "the net.",
            "a refused request changes nothing: which line can fail, and what runs before it?",
        )
    return None


def _why(kind: str, request: Request) -> str:
    """Why a request does not fit, for the beginning of a sentence."""
    name = request.names[-1]
    if kind == "again":
        return f"with the layer at {name!r} adapted already"
    if kind == "no linear":
        return f"with no Linear at {name!r}"
    return f"with no layer called {name!r}"


def _not_refused(kind: str, request: Request, seen: dict) -> Finding:
    """The finding where a request that does not fit was carried out, or passed over."""
    told = _why(kind, request)
    if kind == "again":
        return Finding(
            f"{told}, adapt changed it once more.",
            "how can you tell a layer that is wrapped from one that is not?",
        )
    if kind == "unmatched":
        first = seen["before"]["parameters"][0]["name"]
        return Finding(
            f"{told} (the first parameter is {first!r}), adapt raised nothing.",
            "did you check, for each name, that anything matched?",
            "B4",
        )
    return Finding(f"{told}, adapt raised nothing.", "look at what stands there, and refuse.")


def _broken(request: Request, seen: dict) -> Finding | None:
    """What kept the net from being run or trained."""
    if not (failed := seen["failed"]):
        return None
    return Finding(
        f"{request.told}, the net raised {failed['type']}: {failed['message'].rstrip('.')}.",
        "run it on a small batch yourself, before and after adapting it.",
    )
