"""Who may see how much of a round: the working, the partnership and the public edition of its figures."""
