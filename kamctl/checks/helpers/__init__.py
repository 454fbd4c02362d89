"""What several checks need: of texts, people, figures, tools. It holds no check."""
