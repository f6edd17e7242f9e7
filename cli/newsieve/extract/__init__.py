"""The way from a page's markup to its article: the only place that knows readability-lxml.

The page is parsed once, to the tree that a browser builds (lexbor). One walk over it collects the blocks of text in
reading order, hidden ones and furniture too, each with the region it stands in; what is hidden is read as ordinary
where little else is there, or where it stands within the article. readability chooses among the elements of a small
copy of the tree that holds nothing but ordinary blocks; where that is little beside what the markup, or the containers
with most prose (the spine), hold, those are the candidate. Gradient-boosted trees then decide block by block, by the
block's shape, its place beside the candidate and the spine, its names and regions, and the kind of page; headings and
lists go with the prose that they stand in.
"""

from newsieve.extract.article import read_article

__all__ = ["read_article"]
