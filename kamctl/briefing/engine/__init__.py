"""From views to text: Jinja environments, HTML, Markdown, branding, a company's templates."""
