"""Who answers for what: the responsibility matrix as a pure function."""
