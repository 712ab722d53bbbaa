"""Projects whose descriptions hold what real ones do, well and badly written."""

import pytest

from tests.builders.wheels import metadata, wheel

MARKDOWN = """\
<h1 align="center"><img src="data.svg">
<img src="/_social/site.png" width="120" height="63"></h1>

### Too deep

- [The guide](#the-guide), [what is old](#old), [what is new](#new) and [nothing](#nowhere)
- [Back to the top](#top)

##

##### The guide

| Left | Middle | Right | What it is for |
|:-----|:------:|------:|----------------|
| `a_name_of_an_option_that_is_long` | internationalization | 12345 | Uncharacteristically |

<a name="old"></a>Old. <p id="new">New.</p>

- [ ] Mow the "lawn"
- [x] Paint the *fence*
  - [ ] and its back[^1]

1. [ ] First

   of all

> [!WARNING]
> Of *paint*, which is wet, <kbd>Ctrl</kbd> or not: $x^2$

$$
\\frac{a}{b}
$$

Term

: What it means

<center>In the middle</center> <details><summary>More</summary>of it</details>

<picture><source media="(prefers-color-scheme: dark)" srcset="/_social/site.png">
<img src="/favicon.ico" alt="Something"></picture>

```mermaid
graph
```

```diff
+ one
- other
```

[^1]: Which nobody sees.
"""
RESTRUCTURED = """\
.. contents:: Parts

One
===

Text with `a link <#two>`_, a target_ and a note [1]_.

.. _target:

.. table::
   :align: right

   ======================================= =====================================
   incomprehensibilities_of_a_long_heading counterrevolutionaries_of_another_one
   ======================================= =====================================
   1                                       2
   ======================================= =====================================

.. danger:: ``never``

.. math:: x^2

Two
===

.. [1] A footnote.

`Back to the top <#top>`_
"""
KINDS = {"well-marked": "text/markdown", "restructured": "text/x-rst"}


@pytest.fixture(scope="session")
def readmes(index):
    """Two projects, the names of both, one for each way to write a description."""
    token = index.token(index.person("writer"))
    for name, kind in KINDS.items():
        core = metadata(
            name,
            "1.0",
            Summary="Something to read",
            Description_Content_Type=kind,
            body=MARKDOWN if kind == "text/markdown" else RESTRUCTURED,
        )
        filename = f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
        content = wheel(name.replace("-", "_"), core=core)
        index.upload(token, filename, content, name=name)
    return tuple(KINDS)
