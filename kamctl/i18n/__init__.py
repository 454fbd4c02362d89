"""The words of the tool, in every language it speaks."""
