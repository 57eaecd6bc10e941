"""What nearly each build needs, loaded by being imported: code, and tables that never change."""

import plugins.clinics.__main__
import plugins.clinics.build
import plugins.clinics.generator  # noqa: F401
from plugins.clinics.geography import zip_areas
from plugins.clinics.maps import towns
from plugins.clinics.near_me.names import name_files

zip_areas()
name_files()
towns._grid()
