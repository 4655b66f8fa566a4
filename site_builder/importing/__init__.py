"""Files that offices have, in any format → reports and documents as editable source."""
