"""The sections of documents: from a part of the plan to what a template gets."""
