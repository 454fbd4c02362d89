"""git: the process, revisions, and what a repository holds; read only."""
