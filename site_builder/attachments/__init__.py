"""Attachments: what their texts say and who wrote them; and how they lose what nobody must see."""
