"""What comes next in a listening session, learned from the sessions that have ended."""
