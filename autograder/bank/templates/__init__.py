"""One module per template, named like it, with a `TEMPLATE`. Nothing else lists them."""
