"""`make serve`: show the site on this computer, and every edit when it is saved.

    run            starts and stops everything; `serve` is the one entry
    watch          tells when a source changed
    renderer       asks for pages, and tells how the site stands
    process        the process that makes pages, and the connection to it
      child        the other end of it: answers, and checks while nobody waits
      project      the project in memory: what has changed, what is shown, what is wrong
    build          runs the build command, one at a time, as a child process
    status         what is wrong at the moment, and the browsers that wait to hear it
    server         the HTTP server and its request handler
    site           which answer a folder with pages gives to an address
    headers_file   reads `_headers`
    pages          what the preview adds to a page, and the page shown when there is none
    editor         links that open a source file
    terminal       what is printed
    assets/        the script and the style sheet of the preview

A page that is asked for is made then (`on_request`), of the files as they are then; so it is never
an old one. Only `child` and `project` know the site. They run in a process of their own, which is
replaced when the code of the plugin or the settings change. A whole build follows when nothing has
been saved for some seconds: it makes the index of the search, which needs all pages, and proves
that all of them can be made.

The preview never writes to the built site: what it adds to a page, it adds to the answer. Editing
the preview itself takes effect when `make serve` is started again.
"""

from .run import serve

__all__ = ["serve"]
