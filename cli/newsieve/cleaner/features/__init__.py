"""Features: of a block by itself (`block`), of its place in the document (`context`, `story`, `speaker`), of a sentence.

`registry` says what a feature is. A new one is one function and one line in a table, and a retrain.
"""
