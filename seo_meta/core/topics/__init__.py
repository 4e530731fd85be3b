"""What the rules of a topic share: readings of the facts, passes over the site, tables of names. For rules alone."""
