"""Names of the languages that clinics may list: those most spoken in the United States.

Codes are ISO 639 (two letters where there are two); the choice follows the Census Bureau's
list of languages spoken at home, with American Sign Language added.
"""

from ..translation import later

LANGUAGES = {
    "am": later("Amharic"),
    "ar": later("Arabic"),
    "ase": later("American Sign Language"),
    "bn": later("Bengali"),
    "de": later("German"),
    "en": later("English"),
    "es": later("Spanish"),
    "fa": later("Persian"),
    "fr": later("French"),
    "gu": later("Gujarati"),
    "he": later("Hebrew"),
    "hi": later("Hindi"),
    "hmn": later("Hmong"),
    "ht": later("Haitian Creole"),
    "hy": later("Armenian"),
    "it": later("Italian"),
    "ja": later("Japanese"),
    "km": later("Khmer"),
    "ko": later("Korean"),
    "nv": later("Navajo"),
    "pa": later("Punjabi"),
    "pl": later("Polish"),
    "pt": later("Portuguese"),
    "ro": later("Romanian"),
    "ru": later("Russian"),
    "so": later("Somali"),
    "sw": later("Swahili"),
    "ta": later("Tamil"),
    "te": later("Telugu"),
    "tl": later("Tagalog"),
    "uk": later("Ukrainian"),
    "ur": later("Urdu"),
    "vi": later("Vietnamese"),
    "yi": later("Yiddish"),
    "zh": later("Chinese"),
}
