"""The demo's organisations."""

from intranet.core.plugs import Act

from .constants import ToolKind
from .models import DeclaredTool, MailDomain, Organisation, Siret


def acts(story):
    """All of them stand on the first day."""
    first = min(story.joined.values())
    for row in story.organisations:
        yield Act(first, lambda row=row: _found(story, row), 1)


def _found(story, row):
    fields = ("slug", "name", "short_name", "kind", "description")
    organisation = Organisation.objects.create(
        **{name: row[name] for name in fields},
        in_pool=row.get("in_pool", True),
        population=row.get("population"),
    )
    if row.get("payroll_software"):
        DeclaredTool.objects.create(organisation=organisation, kind=ToolKind.PAYROLL, name=row["payroll_software"])
    Siret.objects.create(organisation=organisation, number=str(row["siret"]).zfill(14))
    MailDomain.objects.create(organisation=organisation, domain=row["mail_domain"], verified_at=story.moment(-1460))
    story.keep("organisation", row["slug"], organisation)
