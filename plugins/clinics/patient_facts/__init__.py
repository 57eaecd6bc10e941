"""What changes for patients between two readings of the locations: old and new, in plain words."""

from .compare import FactChange, Locations, patient_facts

__all__ = ["FactChange", "Locations", "patient_facts"]
