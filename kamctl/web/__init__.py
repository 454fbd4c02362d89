"""The local server: `kamctl preview` shows what is made of a plan, `kamctl edit` fills it in."""
