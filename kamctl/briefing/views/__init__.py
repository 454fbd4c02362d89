"""What a template gets: what one audience may see, as words and figures in the reader's language.

A template gets these and never the plan, so what an audience may not see cannot reach its page.
An empty text or tuple means that there is nothing to show. They are named tuples, as thirty
dataclasses would cost every document more to define than it costs to fill its template.
"""
