"""What `check` checks: one rule a module, in packages by subject; `registry` finds them."""
