"""Attachments: their texts and authors, and the removal of what nobody must see."""
