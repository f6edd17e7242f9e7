"""The way from a page's markup to its article: the only place that knows readability-lxml.

The page is parsed once, to the tree that a browser builds (lexbor). One walk over it collects the blocks of text in
reading order, hidden ones and furniture too, each with the region it stands in; what is hidden is read as ordinary
where little else is there, or where it stands within the article. readability chooses among the elements of a small
copy of the tree that holds nothing but ordinary blocks; where that is little beside what the markup, or the containers
with most prose (the spine), hold, those are the candidate. Gradient-boosted trees then decide block by block, by the
block's shape, its place beside the candidate and the spine, its names and regions, and the kind of page; headings and
lists go with the prose that they stand in.

The steps in the order in which they are called, a module each:

- article: the stage, from a document to an Article
- page: the page of the source, with hidden text of a page that shows no other (walk, collector, runs,
  wrapped_lines, then reveal), or the story that its data hold and that outweighs what it shows (unshown,
  scripted, topic)
- metadata: what the page says of its title, outlet, author and date (titles, bylines)
- body: the blocks of the article, by the steps below
- spine: the containers with most prose
- superseded: hidden parts that are none of the story
- reveal: the other hidden parts within its containers
- top_candidate: what readability keeps, of boxes whose names tell something (wrappers); with the markup's and the
  spine's, a Choice (choice)
- features: the values of FEATURES of each block that is asked about (page_stats counts once a page)
- classifier: the logit of each block, and the cut for the page
- posts: the other posts of a discussion (comments tells which pages are one)
- user_cards, post_ends: what stands beside and below them
- insets: prose within the story that it did not keep
- companions: what goes with the blocks that are kept (labels, notes)
- enclosed: code, and lists, tables and sentences between blocks that are kept
- index_page: the entries of a page without prose, or with next to none
- repeated_boxes: boxes that say again what stands before them or shows, dropped
"""

from newsieve.extract.article import read_article

__all__ = ["read_article"]
