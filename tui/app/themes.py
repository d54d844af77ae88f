"""Three sets of colours. Whatever is written in one stands out from its ground by 4.5 to 1.

Beside Textual's own names there are ``$scope-…`` colours for who may read something, to be used
together with the letter and the word, never alone.
"""

from textual.theme import Theme

CALM_DARK, CALM_LIGHT, HIGH_CONTRAST = "calm-dark", "calm-light", "high-contrast"
DEFAULT = CALM_DARK

GROUNDS = ("background", "surface", "panel")
"""What words stand on."""
INKS = (
    "foreground", "text-muted", "text-primary", "text-accent", "text-success", "text-warning",
    "text-error", "scope-private", "scope-mediators", "scope-a", "scope-b", "scope-more",
    "scope-joint", "scope-sealed",
)  # fmt: skip
"""What words are written with: each is legible on each ground."""
PAIRS = (
    ("button-color-foreground", "primary"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("foreground", "input-selection-background"),
    ("foreground", "screen-selection-background"),
    ("footer-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("bar-foreground", "bar-background"),
    ("bar-muted", "bar-background"),
    ("foreground", "block-hover-background"),
    ("warn-foreground", "warn-background"),
)
"""What is written on a ground of its own: ink, ground."""


def _theme(
    name: str, *, dark: bool, background: str, surface: str, panel: str, ink: str, muted: str,
    primary: str, on_primary: str, accent: str, success: str, warning: str, error: str,
    selection: str, bar: str, on_bar: str, scopes: tuple[str, str, str, str, str, str, str],
) -> Theme:  # fmt: skip
    private, mediators, a, b, more, joint, sealed = scopes
    return Theme(
        name=name, dark=dark, background=background, surface=surface, panel=panel, boost=panel,
        foreground=ink, primary=primary, secondary=accent, accent=accent, success=success,
        warning=warning, error=error, text_alpha=1.0,
        variables={
            "text": ink, "text-muted": muted, "text-disabled": muted, "foreground-muted": muted,
            "foreground-disabled": muted,
            "text-primary": accent, "text-secondary": accent, "text-accent": accent,
            "text-success": success, "text-warning": warning, "text-error": error,
            "border": accent, "border-blurred": muted,
            "button-foreground": ink, "button-color-foreground": on_primary,
            "button-focus-text-style": "bold reverse",
            "input-cursor-background": ink, "input-cursor-foreground": background,
            "input-selection-background": selection, "screen-selection-background": selection,
            "screen-selection-foreground": ink,
            "block-cursor-background": primary, "block-cursor-foreground": on_primary,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": selection,
            "block-cursor-blurred-foreground": ink, "block-cursor-blurred-text-style": "none",
            "block-hover-background": selection,
            "footer-background": bar, "footer-foreground": on_bar,
            "footer-key-foreground": on_bar, "footer-key-background": bar,
            "footer-description-foreground": on_bar, "footer-description-background": bar,
            "footer-item-background": bar,
            "link-color": accent, "link-color-hover": ink, "link-background-hover": selection,
            "scrollbar": muted, "scrollbar-hover": accent, "scrollbar-active": accent,
            "scrollbar-background": surface, "scrollbar-background-hover": surface,
            "scrollbar-background-active": surface, "scrollbar-corner-color": surface,
            "bar-background": bar, "bar-foreground": on_bar, "bar-muted": muted,
            "warn-background": warning, "warn-foreground": background,
            "scope-private": private, "scope-mediators": mediators, "scope-a": a, "scope-b": b,
            "scope-more": more, "scope-joint": joint, "scope-sealed": sealed,
        },
    )  # fmt: skip


THEMES = (
    _theme(
        CALM_DARK, dark=True, background="#16191d", surface="#1d2126", panel="#262b31",
        ink="#e6e3dc", muted="#a9abab", primary="#7fb2cf", on_primary="#10181d",
        accent="#8fc1dd", success="#93c79a", warning="#e3bd72", error="#f09a90",
        selection="#3b4a57", bar="#2b3138", on_bar="#e6e3dc",
        scopes=("#d9c7a3", "#8fc1dd", "#e5a9c4", "#a5d3a0", "#c9b8f0", "#e6e3dc", "#e3bd72"),
    ),
    _theme(
        CALM_LIGHT, dark=False, background="#f7f5ef", surface="#fffdf8", panel="#ebe8df",
        ink="#22262b", muted="#565a5e", primary="#24566f", on_primary="#fffdf8",
        accent="#1f5f7d", success="#2c6638", warning="#7a4f00", error="#a02c22",
        selection="#cfe0ea", bar="#dcd8cc", on_bar="#22262b",
        scopes=("#6b5420", "#1f5f7d", "#8f2f5f", "#2c6638", "#5a3f9c", "#22262b", "#7a4f00"),
    ),
    _theme(
        HIGH_CONTRAST, dark=True, background="#000000", surface="#000000", panel="#101010",
        ink="#ffffff", muted="#dcdcdc", primary="#ffff66", on_primary="#000000",
        accent="#66e0ff", success="#7dff7d", warning="#ffd75f", error="#ffa0a0",
        selection="#003f7f", bar="#000000", on_bar="#ffffff",
        scopes=("#ffe0a0", "#66e0ff", "#ffb0e0", "#7dff7d", "#d8c8ff", "#ffffff", "#ffd75f"),
    ),
)  # fmt: skip
NAMES = tuple(theme.name for theme in THEMES)
