"""Where the keys of a TOML text stand."""

from auditor.toml_lines import key_lines

TEXT = '''\
# [[not.a.header]]
top = """
[[rows]] "quoted" and ended by one quote: no""""
empty = """"""
list = [ "]", # ]
    ["#"],
]
escaped = "\\" = \\\\"   # wrong = 1
table.inner = { a = "}", b = 1 }
"a.b" . 'c d' = 2
[[rows]]
id = \'\'\'
id = 'inside'\'\'\'\'
[rows.part]
x = 1
[[rows]]
[rows.part]
x = 2
[[rows.deep]]
y = 1
[[rows.deep]]
y = 2
[ plain . "sub.table" ]
z = 1
'''


def test_every_kind_of_key_is_found_on_its_line():
    assert key_lines(TEXT) == {
        (): 1,
        ("top",): 2,
        ("empty",): 4,
        ("list",): 5,
        ("escaped",): 8,
        ("table",): 9,
        ("table", "inner"): 9,
        ("a.b",): 10,
        ("a.b", "c d"): 10,
        ("rows",): 11,
        ("rows", 0): 11,
        ("rows", 0, "id"): 12,
        ("rows", 0, "part"): 14,
        ("rows", 0, "part", "x"): 15,
        ("rows", 1): 16,
        ("rows", 1, "part"): 17,
        ("rows", 1, "part", "x"): 18,
        ("rows", 1, "deep"): 19,
        ("rows", 1, "deep", 0): 19,
        ("rows", 1, "deep", 0, "y"): 20,
        ("rows", 1, "deep", 1): 21,
        ("rows", 1, "deep", 1, "y"): 22,
        ("plain", "sub.table"): 23,
        ("plain", "sub.table", "z"): 24,
    }


def test_a_text_without_keys_has_only_its_first_line():
    assert key_lines("") == key_lines("\n# nothing\n") == {(): 1}
