"""Reads what people write in a review and says what could be asked on instead.

Pure rules over English text: nothing here stores, posts or blocks. Lexicons, patterns and words
come from `templates/guard/` as `GuardRules`. Sources: product.md 9; facilitation.md 2.3 and 3.
"""
