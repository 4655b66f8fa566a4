"""The statutory forms as data, and what derives from them: grids, sums, labels."""
