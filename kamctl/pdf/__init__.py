"""From a page to paper: PDF by a browser of the Chromium family that is installed."""
