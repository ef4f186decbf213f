"""The entries of the main navigation, in their order. settings.NAVIGATION is this."""

from django.utils.translation import gettext_lazy as _

from guitai.core.kit import Entry

NAVIGATION = (
    Entry(_("Home"), "portal:home"),
    Entry(_("All services"), "portal:services"),
    Entry(_("My page"), "portal:my_page", audience="person"),
    Entry(_("Where is my case?"), "cases:where"),
    Entry(_("My work"), "desk:home", audience="official"),
    Entry(_("Apply for citizens"), "cases:agent", audience="role:agent"),
)
