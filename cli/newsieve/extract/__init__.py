"""From a page's markup to its article: the only place that knows readability-lxml.

The page is parsed once. One walk over the tree collects the blocks of text in reading order, leaves out what the markup
itself calls chrome, and builds a small copy of the tree with nothing in it but those blocks. readability chooses among
the copy's elements, which costs a fraction of what the page would; since each block bears its number, its choice comes
back as numbers of blocks, and the text, tag, class names and link density of each are at hand from the first walk.
Where the choice holds less than half of what the page's own markup calls the article, the markup is believed instead.
"""

from newsieve.extract.article import read_article

__all__ = ["read_article"]
