"""Who may do what: accounts, their roles, and what a role allows."""
