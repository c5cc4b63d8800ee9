"""A learner's feedback page: one HTML file that needs nothing else, made where nbgrader makes it.

`nbgrader generate_feedback`, the formgrader's button and our own command all use it.

counted.py     what counts, from the gradebook    exporter.py   nbgrader's step that writes it
exercises.py   what is said of each exercise      page.py       pages out of the templates
further.py     a hint, and where there is more    templates/    the page and its look
cells.py       the notebook below that            pictures.py   figures that survive the cleaning
outputs.py     what cells put out                 room.py       how large a page may become
markup.py      prose and code as HTML
"""
