import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory


class LessonForm(forms.Form):
    title = forms.CharField(label="Titre", help_text="Ce que l’on apprend.", max_length=90)
    cost = forms.IntegerField(label="Coût", widget=forms.TextInput)
    duration = forms.ChoiceField(label="Durée", choices=[("a", "Un mois")], required=False)
    themes = forms.MultipleChoiceField(
        label="Thèmes", choices=[("pay", "Paie"), ("law", "Juridique")], widget=forms.CheckboxSelectMultiple
    )
    quiet = forms.BooleanField(label="En silence", help_text="Ni pastille ni e-mail.", required=False)
    file = forms.FileField(label="Fichier", required=False)


def render(source, **context):
    return Template("{% load parvis %}" + source).render(Context(context))


@pytest.fixture
def wrong():
    return LessonForm({"title": "", "cost": "environ 300", "themes": ["law", "nothing"]})


def test_a_field_is_label_hint_field_error_in_that_order_and_tied(wrong):
    html = render("{% field form.title %}", form=wrong)
    parts = [
        '<label class="field-label" for="id_title">Titre',
        'id="id_title_helptext"',
        "<input",
        'id="id_title_error"',
    ]
    assert sorted(parts, key=html.index) == parts
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="input"' in html


def test_a_field_that_is_right_says_nothing_of_errors():
    html = render("{% field form.cost %}", form=LessonForm())
    assert "aria-describedby" not in html
    assert "aria-invalid" not in html
    assert "field-error" not in html


def test_what_was_typed_is_kept(wrong):
    assert 'value="environ 300"' in render("{% field form.cost affix='€' %}", form=wrong)
    html = render("{% field form.themes %}", form=wrong)
    assert re.search(r'value="law"[^>]* checked', html)
    assert not re.search(r'value="pay"[^>]* checked', html)


def test_several_choices_are_a_fieldset_tied_to_its_error(wrong):
    html = render("{% field form.themes %}", form=wrong)
    assert (
        '<fieldset class="fieldset" id="id_themes" tabindex="-1" aria-describedby="id_themes_error"><legend>Thèmes'
        in html
    )
    assert html.count('class="choice choice--stone"') == 2


def test_a_lone_box_stands_before_its_label():
    html = render("{% field form.quiet %}", form=LessonForm())
    assert html.index("<input") < html.index("En silence") < html.index("Ni pastille")
    assert 'aria-describedby="id_quiet_helptext"' in html


def test_optional_fields_say_so_and_required_ones_do_not():
    assert "(facultatif)" in render("{% field form.duration %}", form=LessonForm())
    assert "(facultatif)" not in render("{% field form.cost %}", form=LessonForm())


def test_a_counted_field_tells_how_much_is_left():
    html = render("{% field form.title count=True %}", form=LessonForm({"title": "Bonjour"}))
    assert 'aria-describedby="id_title_helptext id_title_count"' not in html or 'id="id_title_count"' in html
    assert ">7 caractères sur 90</character-count>" in html


def test_the_summary_links_each_error_to_its_field_and_takes_the_focus(wrong):
    wrong.add_error(None, "Rien ne va.")
    html = render("{% error_summary form %}", form=wrong)
    assert "4 points à reprendre" in html
    assert 'tabindex="-1" autofocus' in html
    assert "<li>Rien ne va.</li>" in html
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in render_to_string("components/form.html", {"form": wrong})


def test_there_is_no_summary_when_all_is_well():
    assert render("{% error_summary form %}", form=LessonForm()).strip() == ""


def test_a_summary_gathers_a_formset():
    formset = forms.formset_factory(LessonForm)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-cost": "x"}
    )
    assert 'href="#id_form-0-cost"' in render("{% error_summary formset %}", formset=formset)


def test_a_whole_form_shows_every_field_once(wrong):
    html = render_to_string("components/form.html", {"form": wrong})
    for name in ("title", "cost", "duration", "quiet", "file"):
        assert len(re.findall(f'name="{name}"', html)) == 1


def pages(number, query=""):
    request = RequestFactory().get(f"/espaces/?{query}")
    page = Paginator(range(90), 10).page(number)
    return Template("{% load parvis %}{% pagination page 'Pages' %}").render(
        Context({"request": request, "page": page})
    )


def test_pages_keep_the_question_asked():
    html = pages(2, "q=paie&page=2&a=open&a=private")
    assert '<a href="?q=paie&amp;page=2&amp;a=open&amp;a=private" aria-current="page">' in html
    assert '<a href="?q=paie&amp;page=3&amp;a=open&amp;a=private" rel="next">' in html
    assert '<span class="gap" aria-hidden="true">…</span>' in html


def test_ends_of_a_list_have_no_way_out():
    assert 'rel="prev"' not in pages(1)
    assert 'rel="next"' not in pages(9)


def test_a_single_page_has_no_pagination():
    request = RequestFactory().get("/")
    context = Context({"request": request, "page": Paginator([1], 10).page(1)})
    assert Template("{% load parvis %}{% pagination page %}").render(context).strip() == ""


def test_a_breadcrumb_ends_where_one_is():
    html = render("{% breadcrumb 'Espaces' '/espaces/' name '/espaces/x/' current='Documents' %}", name="<b>")
    assert '<a href="/espaces/x/">&lt;b&gt;</a>' in html
    assert '<li aria-current="page">Documents</li>' in html


def test_a_section_is_named_by_its_heading_and_escapes_it():
    html = render("{% section 'agenda' title href='/agenda/' link='Tout' %}<p>x</p>{% endsection %}", title="<b>")
    assert '<section class="section" aria-labelledby="agenda">' in html
    assert '<h2 id="agenda">&lt;b&gt;</h2><a href="/agenda/">Tout</a>' in html
    assert "<p>x</p>" in html
