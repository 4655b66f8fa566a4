"""The figures over the years: tables, charts and what carries over."""
