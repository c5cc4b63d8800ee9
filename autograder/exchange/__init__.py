"""nbgrader's exchange on the instructor's side: what is collected, and whose pages go back.

Everybody can write into the exchange, and nbgrader believes what lies there: it follows links with
the instructor's rights, only warns of work in somebody else's name, and stops at the first oddity.
Ours leave such work where it is, say so, and go on. Listed in nbgrader_config.py.
"""

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
