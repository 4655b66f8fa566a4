"""What `check` looks for: one rule a module, in packages by subject; `registry` finds them."""
