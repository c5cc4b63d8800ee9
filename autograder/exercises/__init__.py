"""One module per exercise; a file here registers itself (see `autograder.exercise`)."""
