"""Features that the cleaner's models read: of a block by itself, of a block in its place, and of a sentence.

`block` measures each block by itself, for stage one. `document` holds all blocks of a document as stage one scored
them; the forest's features of a block are computed from that and listed in `context`: BLOCK_FEATURES, some of them from
`story` (the story's words), `speaker` (who speaks elsewhere) and `ask` (the nearest ask). Those of a sentence are
listed in `sentence`: SENTENCE_FEATURES. `registry` says what a feature is, `groups` under which name it is explained. A
new one is one function and one line in a table, and a retrain: a model file reads the features that it names.
"""
