"""The window as an assistive tool has it: roles, names, states and actions, and nothing of the widgets behind them."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QWidget

Role = QAccessible.Role
Act = QAccessibleActionInterface
DEEPEST = 40


class Said(NamedTuple):
    """What is read out of one part: role, name (a label's words where it has none of its own), description, value."""

    role: Role
    name: str
    description: str
    value: str


class Tree:
    """Looks a part up anew for everything that is done with it, as it may be gone a moment later."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def parts(self) -> Iterator[QAccessibleInterface]:
        """Every part that is not hidden, from the window down, in the order a reader goes through them."""
        yield from _under(QAccessible.queryAccessibleInterface(self._window), 0)

    def find(self, role: Role, name: str | Callable[[str], bool]) -> QAccessibleInterface:
        """The one part in view with this role and name (or whose name passes a check)."""
        found = [part for part in self.parts() if part.role() == role and _fits(said(part).name, name)]
        assert len(found) == 1, f"{len(found)} of {role.name} {name!r}: {[said(part).name for part in found]}"
        return found[0]

    def has(self, role: Role, name: str | Callable[[str], bool]) -> bool:
        """Whether there is such a part."""
        return any(part.role() == role and _fits(said(part).name, name) for part in self.parts())

    def names(self, role: Role) -> list[str]:
        """The names of all parts in view with this role."""
        return [said(part).name for part in self.parts() if part.role() == role]

    def act(self, role: Role, name: str | Callable[[str], bool], action: str = "") -> None:
        """Do what the part offers first, or the action named."""
        act(self.find(role, name), action)

    def write(self, name: str, words: str) -> None:
        """Write into the field of this name, in place of what stands there."""
        field = self.find(Role.EditableText, name)
        act(field, Act.setFocusAction())
        editing, text = field.editableTextInterface(), field.textInterface()
        assert editing is not None, f"{name} cannot be written in"
        assert text is not None
        editing.replaceText(0, text.characterCount(), words)

    def act_in(self, group: str, role: Role, name: str) -> None:
        """Do what a part offers that stands within another, whose name begins like this."""
        (outer,) = [part for part in self.parts() if said(part).name.startswith(group)]
        (inner,) = [part for part in _under(outer, 0) if part.role() == role and said(part).name == name]
        act(inner)

    def text(self, name: str) -> str:
        """The words of the field or text of this name."""
        text = self.find(Role.EditableText, name).textInterface()
        assert text is not None
        return text.text(0, text.characterCount())

    def select(self, name: str, words: str) -> None:
        """Select words in the text of this name."""
        at = self.text(name).index(words)
        text = self.find(Role.EditableText, name).textInterface()
        assert text is not None
        text.setSelection(0, at, at + len(words))

    def commands(self, menu: str) -> list[str]:
        """The commands of a menu of the menu bar, without those that lead to more."""
        (popup,) = _children(self.find(Role.MenuItem, menu))
        return [said(item).name.split("\t")[0] for item in _children(popup) if item.role() == Role.MenuItem]

    def command(self, words: str) -> None:
        """Give a command of the menu bar, whichever menus it is in."""
        menus = [part for part in self.parts() if part.role() == Role.MenuItem]
        given = [item for menu in menus for popup in _children(menu) for item in _children(popup)]
        act(next(item for item in given if said(item).name.split("\t")[0] == words))

    def choose(self, name: str, word: str) -> None:
        """Choose in the list of the combo box of this name what begins with this word."""
        combo = self.find(Role.ComboBox, name)
        act(combo)
        listed = combo.child(0)
        (row,) = [child for child in _children(listed) if said(child).name.startswith(word)]
        act(row)

    def unnamed(self) -> list[Said]:
        """Whatever can take the keyboard and is read out as nothing. It should be empty."""
        return [said(part) for part in self.parts() if part.state().focusable and not said(part).name.strip()]

    def focused(self) -> Said:
        """What has the keyboard, as it is read out."""
        found = QAccessible.queryAccessibleInterface(self._window).focusChild()
        assert found is not None, "nothing has the keyboard"
        return said(found)


def act(part: QAccessibleInterface, action: str = "") -> None:
    """Do an action of a part: by default its first."""
    offered = part.actionInterface()
    assert offered is not None, said(part)
    names = offered.actionNames()
    assert names, f"nothing can be done with {said(part)}"
    assert not action or action in names, f"{said(part)} offers {names}"
    offered.doAction(action or names[0])


def said(part: QAccessibleInterface) -> Said:
    """What is read out of a part."""
    name, value = part.text(QAccessible.Text.Name), part.text(QAccessible.Text.Value)
    if part.role() == Role.ComboBox and name == value:  # on Linux Qt names a combo box by its label alone
        label = next((other for other, kind in part.relations() if kind == QAccessible.RelationFlag.Label), None)
        name = label.text(QAccessible.Text.Name) if label is not None else ""
    return Said(part.role(), name, part.text(QAccessible.Text.Description), value)


def _under(part: QAccessibleInterface | None, depth: int) -> Iterator[QAccessibleInterface]:
    if part is None or not part.isValid() or part.state().invisible or depth > DEEPEST:
        return
    yield part
    for child in _children(part):
        yield from _under(child, depth + 1)


def _children(part: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for at in range(part.childCount()):
        child = part.child(at)
        if child is not None:
            yield child


def _fits(name: str, wanted: str | Callable[[str], bool]) -> bool:
    return name == wanted if isinstance(wanted, str) else wanted(name)
