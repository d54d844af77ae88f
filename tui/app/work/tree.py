"""The tree of cases, sessions and audiences: what there is to read, by who may read it."""

from typing import ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from tui.app.scope import SEALED, Scope, parties_of, scope
from tui.app.text import plain_line
from tui.app.work import times
from tui.app.work.speakers import handles
from tui.app.work.words import Cases
from vault import Room, SessionView

_DAY = len(" 03 Mar")
_SCOPES = ("private", "mediators", "a", "b", "more", "joint", "sealed")


class Spot(NamedTuple):
    """What a line of the tree stands for. Without a session: a whole case."""

    case: str
    session: bytes = b""
    audience: str = ""
    """Empty: all of them."""
    docket: bool = False

    def __repr__(self) -> str:
        return "Spot()"


class CaseTree(Tree[Spot]):
    """Cases, newest first; in each its sessions; in each of those the audiences and the docket.

    What a person may not read has no line here: nothing is counted, greyed or left blank for it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"case-tree--scope-{name}" for name in _SCOPES} | {
        "case-tree--aside"
    }
    DEFAULT_CSS = "\n".join(
        (
            "CaseTree { padding: 0 0 0 1; }",
            "CaseTree .case-tree--aside { color: $text-muted; }",
            *(
                f"CaseTree .case-tree--scope-{name} {{ color: $scope-{name}; text-style: bold; }}"
                for name in _SCOPES
            ),
        )
    )
    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "

    def __init__(self) -> None:
        super().__init__("", id="tree")
        self.show_root = False
        self.guide_depth = 2
        self.show_guides = False
        self.auto_expand = False
        self._sessions: dict[bytes, TreeNode[Spot]] = {}

    def fill(self, views: list[SessionView]) -> None:
        """Show these sessions, and nothing yet of what is in them."""
        self.clear()
        self._sessions.clear()
        cases: dict[str, TreeNode[Spot]] = {}
        for view in views:
            case = cases.get(view.case.casefold())
            if case is None:
                case = self.root.add(
                    Text(plain_line(view.case).plain, style="bold"), Spot(view.case),
                    expand=not cases,
                )  # fmt: skip
                cases[view.case.casefold()] = case
            self._sessions[view.id] = case.add(_session_words(view), Spot(view.case, view.id))

    def needs_room(self, session: bytes) -> bool:
        """Tell whether a session's audiences are not shown yet."""
        node = self._sessions.get(session)
        return node is not None and not node.children

    def show_room(self, view: Spot, room: Room, audiences: tuple[str, ...], sealed: str) -> None:
        """Show the audiences of a session, and its docket.

        Args:
            view: the line of the session.
            room: the session.
            audiences: those to be shown.
            sealed: how many sealed records there are, in words.

        """
        node = self._sessions.get(view.session)
        if node is None:
            return
        node.remove_children()
        short = {name: handle for handle, name in handles(room.roster).items()}
        for audience in audiences:
            names = parties_of(audience, room.roster)
            label = _scope_words(scope(audience), ", ".join(short[name] for name in names))
            node.add_leaf(label, Spot(view.case, view.session, audience))
        node.add_leaf(_scope_words(SEALED, sealed), Spot(view.case, view.session, docket=True))

    def go_to(self, session: bytes, audience: str = "") -> None:
        """Put the cursor on a session, or on one of its audiences if that is shown."""
        node = self._sessions.get(session)
        if node is None:
            return
        if node.parent is not None:
            node.parent.expand()
        for child in node.children:
            if audience and child.data is not None and child.data.audience == audience:
                node.expand()
                node = child
                break
        self.call_after_refresh(self.move_cursor, node)

    def first(self) -> Spot | None:
        """Return the newest session."""
        return next((node.data for node in self._sessions.values()), None)

    def expand_session(self, session: bytes) -> None:
        """Open a session's line."""
        node = self._sessions.get(session)
        if node is not None:
            node.expand()

    def render_label(self, node: TreeNode[Spot], base_style: Style, style: Style) -> Text:
        label = super().render_label(node, base_style, style)
        chosen = style.bgcolor is not None and node is self.cursor_node
        for span in list(label.spans):
            if isinstance(span.style, str) and span.style.startswith("case-tree--"):
                label.spans.remove(span)
                if not chosen:
                    colour = self.get_component_rich_style(span.style, partial=True)
                    label.stylize(colour, span.start, span.end)
        self._shorten(node, label)
        return label

    def _shorten(self, node: TreeNode[Spot], label: Text) -> None:
        """Let a line that is too long end in dots, so that nobody takes it for all of it.

        Whether a session is closed stays: its day goes first, then the end of its title.
        """
        depth, above = 0, node.parent
        while above is not None and above is not self.root:
            depth, above = depth + 1, above.parent
        room = self.scrollable_content_region.width - self.guide_depth * depth
        tail = f" {Cases.CLOSED}"
        if 0 < room < label.cell_len and label.plain.endswith(tail):
            label.right_crop(len(tail) + _DAY)
            label.truncate(room - len(tail), overflow="ellipsis")
            label.append(tail, self.get_component_rich_style("case-tree--aside", partial=True))
        elif room > 0:
            label.truncate(room, overflow="ellipsis")


def _session_words(view: SessionView) -> Text:
    title = plain_line(view.title or Cases.SITTING).plain
    words = [(f"{title} ", ""), (times.short_day(view.convened), "case-tree--aside")]
    if view.closed:
        words.append((f" {Cases.CLOSED}", "case-tree--aside"))
    return Text.assemble(*words)


def _scope_words(shown: Scope, names: str) -> Text:
    style = shown.css.replace("scope-", "case-tree--scope-")
    return Text.assemble(
        (shown.label, style), (f" {plain_line(names).plain}" if names else "", "")
    )
