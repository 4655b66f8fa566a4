"""Tagged PDF files, set by Typst in a process of its own."""
