"""Every payload of the vectors at every place where this software prints, stores or writes text of a page."""
