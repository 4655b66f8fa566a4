"""The site of an office that supervises many bodies: who published what, and whether it adds up."""
