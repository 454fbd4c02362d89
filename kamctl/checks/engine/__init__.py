"""What runs the checks: the registry, settings, suppressions, and a report on each plan."""
