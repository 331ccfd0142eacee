"""The facts of each modal and of App Home, a frozen dataclass a view, by noun."""
