"""Numbers that belong to a person, found however they were typed or broken."""
