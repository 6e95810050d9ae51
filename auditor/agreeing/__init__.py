"""How far the auditors of a round agree: worked out (`calculate`, `people`), read (`view`) and said (`words`)."""
