"""Everything that can be done on the work screen, in the order in which the menu shows it."""

from tui.app.screen import Action
from tui.app.work.act_words import Acts, Also, Short

ACTIONS = (
    Action("new", Acts.NEW, "f2", Acts.NEW_HELP, short=Short.NEW, writes=True),
    Action(
        "carry", Acts.CARRY, "f4", Acts.CARRY_HELP, short=Short.CARRY, writes=True, also=Also.CARRY
    ),
    Action("time", Acts.TIME, "f5", Acts.TIME_HELP, short=Short.TIME, writes=True),
    Action("who", Acts.WHO, "f6", Acts.WHO_HELP, short=Short.WHO, writes=True),
    Action("read", Acts.READ, "f7", Acts.READ_HELP),
    Action("seal", Acts.SEAL, "f8", Acts.SEAL_HELP, short=Short.SEAL, writes=True),
    Action("find", Acts.FIND, "ctrl+f", Acts.FIND_HELP, short=Short.FIND),
    Action("save", Acts.SAVE, "ctrl+s", Acts.SAVE_HELP, writes=True),
    Action("back", Acts.BACK, "escape", Acts.BACK_HELP),
    Action("party_view", Acts.PARTY_VIEW, "f3", Acts.PARTY_VIEW_HELP, also=Also.PARTY_VIEW),
    Action("history", Acts.HISTORY, "", Acts.HISTORY_HELP, also=Also.HISTORY),
    Action("details", Acts.DETAILS, "", Acts.DETAILS_HELP, writes=True, also=Also.DETAILS),
    Action("attach", Acts.ATTACH, "", Acts.ATTACH_HELP, writes=True),
    Action("extract", Acts.EXTRACT, "", Acts.EXTRACT_HELP, also=Also.EXTRACT),
    Action("bring_in", Acts.IMPORT, "", Acts.IMPORT_HELP, writes=True, also=Also.IMPORT),
    Action("correct", Acts.CORRECT, "", Acts.CORRECT_HELP, writes=True),
    Action("merge", Acts.MERGE, "", Acts.MERGE_HELP, writes=True),
    Action("disclose", Acts.DISCLOSE, "", Acts.DISCLOSE_HELP, writes=True, also=Also.DISCLOSE),
    Action("destroy", Acts.DESTROY, "", Acts.DESTROY_HELP, writes=True, also=Also.DESTROY),
    Action("tick", Acts.TICK, "space", Acts.TICK_HELP),
    Action("docket", Acts.DOCKET, "", Acts.DOCKET_HELP, also=Also.DOCKET),
    Action("requests", Acts.REQUESTS, "", Acts.REQUESTS_HELP, also=Also.REQUESTS),
    Action("roster", Acts.ROSTER, "", Acts.ROSTER_HELP),
    Action("running", Acts.RUNNING, "", Acts.RUNNING_HELP),
    Action("convene", Acts.CONVENE, "", Acts.CONVENE_HELP, writes=True),
    Action("reconvene", Acts.RECONVENE, "", Acts.RECONVENE_HELP, writes=True),
    Action("close_session", Acts.CLOSE_SESSION, "", Acts.CLOSE_SESSION_HELP, writes=True),
    Action("archive", Acts.ARCHIVE, "", Acts.ARCHIVE_HELP, writes=True, also=Also.ARCHIVE),
    Action("report", Acts.REPORT, "", Acts.REPORT_HELP, writes=True),
    Action(
        "destroy_session",
        Acts.DESTROY_SESSION,
        "",
        Acts.DESTROY_SESSION_HELP,
        writes=True,
        also=Also.DESTROY_SESSION,
    ),
    Action("receive", Acts.RECEIVE, "", Acts.RECEIVE_HELP, writes=True, also=Also.RECEIVE),
    Action("read_file", Acts.READ_FILE, "", Acts.READ_FILE_HELP, also=Also.READ_FILE),
    Action("unlock_file", Acts.UNLOCK_FILE, "", Acts.UNLOCK_FILE_HELP, also=Also.UNLOCK_FILE),
    Action("look", Acts.LOOK, "", Acts.LOOK_HELP, also=Also.LOOK),
    Action("people", Acts.PEOPLE, "", Acts.PEOPLE_HELP, also=Also.PEOPLE),
    Action("backup", Acts.BACKUP, "", Acts.BACKUP_HELP),
    Action("restore", Acts.RESTORE, "", Acts.RESTORE_HELP, also=Also.RESTORE),
    Action("check", Acts.CHECK, "", Acts.CHECK_HELP, also=Also.CHECK),
    Action("activity", Acts.ACTIVITY, "", Acts.ACTIVITY_HELP, also=Also.ACTIVITY),
    Action("sheet", Acts.SHEET, "", Acts.SHEET_HELP, writes=True),
    Action("settings", Acts.SETTINGS, "", Acts.SETTINGS_HELP, also=Also.SETTINGS),
)
IN_PARTY_VIEW = frozenset({"back", "read", "party_view"})
"""All else leads to where a party may not look."""
IN_NO_ARCHIVE = frozenset({"backup", "restore"})
"""Of a vault that is only read a backup can be made; an archive is one file, copied as it is."""
