"""Every source we know how to read."""

from guitai.gateways.connectors.bank import mapping as bank
from guitai.gateways.connectors.contract import Connector
from guitai.gateways.connectors.household_register import mapping as household_register
from guitai.gateways.connectors.insurance import mapping as insurance
from guitai.gateways.connectors.pension_insurer import mapping as pension_insurer
from guitai.gateways.connectors.tax import mapping as tax
from guitai.gateways.connectors.welfare import mapping as welfare
from guitai.gateways.connectors.welfare_precheck import mapping as welfare_precheck
from guitai.gateways.terms import Inquiry

CONNECTORS: dict[str, Connector] = {
    module.CONNECTOR.source: module.CONNECTOR
    for module in (household_register, tax, insurance, pension_insurer, welfare, welfare_precheck, bank)
}


def wanted(inquiry: Inquiry) -> tuple[str, ...]:
    """The facts an inquiry asks for, written out: those it names, else everything the source gives."""
    connector = CONNECTORS.get(inquiry.source)
    return inquiry.gives or (tuple(sorted(connector.gives)) if connector else ())
