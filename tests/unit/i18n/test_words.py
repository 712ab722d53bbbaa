"""Words in templates: text and values, escaped where they are not HTML."""

import jinja2
import pytest
from markupsafe import Markup

from warehouse import i18n
from warehouse.i18n import _
from warehouse.i18n.locales import GERMAN
from warehouse.i18n.pseudo import BEGIN, PSEUDO_LOCALES, marked


@pytest.fixture
def render():
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    i18n.add_to(environment)

    def render(template, **values):
        return environment.from_string(template).render(**values)

    return render


def test_a_text_with_values_is_escaped_but_for_what_is_html(render):
    said = render(
        '{{ _("<b> & ${who} by ${link}", who="<Ann>", link=link) }}',
        link=Markup('<a href="/">x</a>'),
    )
    assert said == '&lt;b&gt; &amp; &lt;Ann&gt; by <a href="/">x</a>'


def test_the_form_fits_the_number(render):
    template = (
        '{{ ngettext("${n} file of ${name}", "${n} files of ${name}", n, name="x") }}'
    )
    assert render(template, n=1) == "1 file of x"
    assert render(template, n=1234) == "1,234 files of x"
    with i18n.speaking(GERMAN):
        assert render('{{ ngettext("${n}", "${n}", 1234) }}') == "1.234"


def test_a_value_that_is_missing_is_an_error(render):
    with pytest.raises(KeyError):
        render('{{ _("By ${who}") }}')


def test_a_message_from_python_becomes_text_where_it_is_shown(render):
    message = _("By ${who} & others", mapping={"who": "<Ann>"})
    assert message == "By ${who} & others"
    assert str(message) == f"{message}" == "By <Ann> & others"
    assert render("{{ message }}", message=message) == "By &lt;Ann&gt; &amp; others"
    with i18n.speaking(PSEUDO_LOCALES[0]):
        assert str(message) == marked(message).replace("${who}", "<Ann>")
        assert render("{{ message }}", message=message % {"max": 1}).startswith(BEGIN)


def test_macros_speak_without_a_context():
    loader = jinja2.DictLoader({"macros.html": '{% macro m() %}{{ _("x") }}{% endmacro %}'})
    environment = jinja2.Environment(autoescape=True, loader=loader)
    i18n.add_to(environment)
    template = environment.from_string('{% from "macros.html" import m %}{{ m() }}')
    assert template.render() == "x"
    with i18n.speaking(PSEUDO_LOCALES[0]):
        assert template.render() == marked("x")


def test_figures_as_the_language_writes_them(render):
    template = "{{ 1234.5|number }} {{ 1550|file_size }} {{ 0.25|percent }}"
    assert render(template) == "1,234.5 1.6 kB 25%"
    with i18n.speaking(GERMAN):
        assert render(template) == "1.234,5 1,6 kB 25\N{NO-BREAK SPACE}%"
