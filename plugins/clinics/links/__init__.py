"""`make links`: the links to other sites, found in the sources, asked politely, reported.

`find` is also what the rules about exceptions look at; everything else is for the one command.
"""
