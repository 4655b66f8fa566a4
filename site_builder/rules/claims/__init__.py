"""What sentences claim about the statutory table, found and compared with it."""
