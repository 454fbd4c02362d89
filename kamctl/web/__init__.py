"""A local page that shows what is made of a plan while somebody writes it."""
