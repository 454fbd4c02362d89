"""From a page to paper: PDF by a browser that is installed, else by WeasyPrint."""
