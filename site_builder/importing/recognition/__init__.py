"""`Original` → `ImportedReport`: tables and text recognized by a form's own tree, in any format."""
