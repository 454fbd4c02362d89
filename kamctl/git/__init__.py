"""git: the process, revisions, what a repository holds. Only `commit.py` has it write."""
