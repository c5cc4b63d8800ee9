"""What templates are made of: nets, snippets and tables, by subject, and wrong ways to read them.

A module here serves the templates of one or two lessons; its docstring says which facts it holds.
"""
