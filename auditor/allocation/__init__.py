"""Who scores what: evenly, never against an exclusion, some plans twice."""
