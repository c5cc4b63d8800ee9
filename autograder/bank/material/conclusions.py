"""What can be concluded from two methods of lesson 8, compared seed by seed."""

# What is concluded when the first is better, worse, or neither.
CONCLUSIONS = {
    ("LP", "scratch"): (
        "The frozen old body beats beginning anew.",
        "Beginning anew beats the frozen old body.",
        "Frozen old body or beginning anew: no evidence.",
    ),
    ("LP", "random frozen"): (
        "What the frozen body has learned helps.",
        "What the frozen body has learned does harm.",
        "No evidence that the frozen body's learning matters.",
    ),
    ("LP", "FT2"): (
        "Freezing beats tuning with a faster head.",
        "Tuning with a faster head beats freezing.",
        "Freezing or tuning with a faster head: no evidence.",
    ),
    ("FT2", "FT"): (
        "Tuning is better with a faster head.",
        "Tuning is worse with a faster head.",
        "No evidence that a faster head matters to tuning.",
    ),
    ("LP-FT", "FT2"): (
        "Probing first beats the faster head.",
        "The faster head beats probing first.",
        "Probing first or a faster head: no evidence.",
    ),
    ("FT", "scratch"): (
        "Tuning the old body beats beginning anew.",
        "Beginning anew beats tuning the old body.",
        "Tuning the old body or beginning anew: no evidence.",
    ),
}
# The signs that the three conclusions of a pair stand for.
SIGNS = (1, -1, 0)
# Said of target scores alone, these are never supported.
UNSEEN = (
    "The old task was not forgotten.",
    "Tuning has made the network forget its old task.",
)
