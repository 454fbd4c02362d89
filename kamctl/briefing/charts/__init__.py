"""Pictures: what they show as plain data, and how they are drawn as SVG or as Mermaid."""
