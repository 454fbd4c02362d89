"""Questions to colleagues: what only they know, asked by e-mail or Excel, and their answers."""
