"""Settings of the published site."""

import os
import sys

sys.path.append(os.curdir)
from pelicanconf import *  # noqa: E402, F403

SITEURL = os.environ.get("SITEURL", "")
CLINICS_PRODUCTION = True
