"""The workspace: `kamctl.yaml`, where it is found, and what it configures."""
