"""Features of a block by itself (`block`) and of its place (`context`, `story`, `speaker`), and of a sentence.

`registry` says what a feature is. A new one is one function and one line in a table, and a retrain.
"""
