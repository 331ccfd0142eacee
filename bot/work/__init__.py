"""What runs beside the listeners: the courier, the clock, and reading back what was missed."""
