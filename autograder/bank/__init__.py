"""The question bank: questions that are drawn from a seed and solved by running code.

question    what a question is, and what a template is
templates/  one module per template; adding a file registers it
material/   what templates share, by subject
running     code as it stands in a stem, run to find the answer
catalog     which templates there are, by lesson and level
drawing     from a template and a seed to a question with four options
decks       ten questions for a lesson: three easy, four medium, three hard
graded      the ten that count for one learner; marking says what answers earn
private     an instructor's own questions; publishing makes the file for learners
quizzing    `quiz` and `graded_quiz`, as quiz_text or quiz_widgets; pressed keeps buttons
"""
