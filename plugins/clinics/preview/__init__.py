"""`make serve`: build the site, show it on this computer, build and reload on every change.

    run            starts and stops everything; `serve` is the one entry
    watch          tells when a source changed
    build          runs the build command, one at a time, as a child process
    status         what the last build said, and the browsers that wait to hear it
    server         the HTTP server and its request handler
    site           which answer a built site gives to an address
    headers_file   reads `_headers`
    pages          what the preview adds to a page, and the page shown when there is no site
    terminal       what is printed
    assets/        the script and the style sheet of the preview

The preview never writes to the built site: what it adds to a page, it adds to the answer. Editing
the preview itself takes effect when `make serve` is started again.
"""

from .run import serve

__all__ = ["serve"]
