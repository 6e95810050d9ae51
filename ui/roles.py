"""Who a place or a section is for: the owner's role, or nobody's yet in a window without a workspace."""

NOBODY_YET, LEAD, AUDITOR = "", "lead", "auditor"
EVERYBODY = frozenset({NOBODY_YET, LEAD, AUDITOR})
IN_A_WORKSPACE = frozenset({LEAD, AUDITOR})
