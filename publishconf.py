"""Settings of the published site."""

import os
import sys

sys.path.append(os.curdir)
from pelicanconf import *  # noqa: F403 (Pelican's documented way to build on other settings)

SITEURL = os.environ.get("SITEURL", "")
CLINICS_PRODUCTION = True
CLINICS_REQUIRE_MEDICAL_REVIEW = False  # True: nothing goes out that no clinician has reviewed

# Compressed copies of all files, which nginx hands out. Hosts that compress by themselves, such as
# Netlify, Cloudflare Pages and GitHub Pages, do not need them: False.
CLINICS_PRECOMPRESS = True

# Only the owner of the domain may turn these two on: after one visit, browsers open NO host of the
# whole domain without https for two years, so that an intranet or an old shop under another name of
# it may become unreachable. The second one asks browsers to know it before the first visit; undoing
# that takes months.
CLINICS_HSTS_INCLUDE_SUBDOMAINS = False
CLINICS_HSTS_PRELOAD = False
