"""The documents: briefing, one-pager, full plan, review, portfolio, requests, index of a site."""
