"""Settings of the published site."""

import os
import sys

sys.path.append(os.curdir)
from pelicanconf import *  # noqa: F403 (Pelican's documented way to build on other settings)

SITEURL = os.environ.get("SITEURL", "")
CLINICS_PRODUCTION = True
CLINICS_REQUIRE_MEDICAL_REVIEW = False  # True: nothing goes out that no clinician has reviewed
