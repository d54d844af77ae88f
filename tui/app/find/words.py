"""Every sentence of the search."""

from enum import StrEnum


class Find(StrEnum):
    """What the search says."""

    TITLE = "Find in notes"
    TITLE_CASE = "Find in notes: {case}"
    PLACEHOLDER = "Words, @speaker, #tag"
    EVERY_KIND = "every kind"
    EVERYBODY = "every speaker"
    EVERY_TAG = "every tag"
    EVERY_CASE = "every case"
    READING = "Reading what you can read …"
    EMPTY = (
        "Type one word or several: an entry is found when it has all of them, in its text, its "
        "title, a @speaker or a #tag. Nothing you type here is kept."
    )
    FOUND = "{count} found"
    FOUND_ONE = "1 found"
    FOUND_FIRST = "{count} found, the newest {shown} shown. One more word narrows them."
    NOTHING = "Nothing found for {query}."
    NOTHING_CASE = "Nothing found for {query} in {case}. F6 searches every case."
    NOTHING_SHOWN = "{count} found for {query}, but none with the filters above."
    NEAR = "Did you mean {word}? Press F4 to look for it."
    SEALED_NONE = "Sealed records are not searched."
    SEALED = "Sealed records are not searched ({count}). Opening one needs everyone."
    DAMAGED = "{count} could not be read and was not searched: see Check."
    UNTITLED = "(no title)"
    DO_WORDS = "Change the words"
    DO_WORDS_HELP = "Back to the field in which you type."
    SHORT_WORDS = "Words"
    DO_NEAR = "Look for the suggestion"
    DO_NEAR_HELP = "Takes the word that may have been meant."
    DO_WIDER = "Search every case, or this one"
    DO_WIDER_HELP = "Goes from this case to every case you sit in, and back."
    SHORT_WIDER = "Every case"
    DO_EVERYTHING = "Leave nothing out"
    DO_EVERYTHING_HELP = "Takes all filters away."
    HELP = (
        "Type words: results change as you type. All words must be there; @name looks for a "
        "speaker, #tag for a tag. Down goes to the results, Enter opens the one you are on. "
        "Space or a click on a letter hides or shows an audience. Matched words stand in bold "
        "between > and <. Sealed records are never searched: nobody can read them alone."
    )
