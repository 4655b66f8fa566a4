"""The document that the tests of the preview edit."""

DOC = "content/2020/documents/d0000.md"
PAGE = "/2020/documents/d0000.html"
