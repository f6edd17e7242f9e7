"""Labelled data in, weights out: for maintainers, with the extra `train`.

`python -m newsieve.train NAME …` runs one of the programs in the table below. Each writes numbers beside the package's
data, together with the hash of the data they were learned from, the date, the command and the scores.
"""
