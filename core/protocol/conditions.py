"""What the second-infusion rule asks beside ctDNA and PET/CT, where the site reads its sentence so: that the 60 days bind the infusion too,
and that the product is the one the registry names (clinical reference 1.4, A3b and A5). By the reference's own readings it asks neither."""

from collections.abc import Iterator
from decimal import Decimal

from core.facts.chart import Datum
from core.facts.fact import Cited
from core.facts.person import product_from, product_of
from core.logic.clauses import Clause, Variable
from core.logic.rules import Finding, Statement
from core.protocol.before_second import NAMED_PRODUCT, is_named
from core.protocol.readings import InForce
from core.protocol.standing import Standing

past_window = Variable("days_past_window", "days past the last day of the window", "days", ("infused_on",))
named_product = Variable("named_product", f"product {NAMED_PRODUCT}", "", ("product",))

STATED = (
    Statement(
        "beyond ctDNA and PET/CT",
        "Neither that infusion 2 comes within the window nor a product is asked, unless the site has set it. Where "
        "window_binds_infusion is yes, both readings fail once the window's last day has passed without infusion 2. Where axi_cel_only is "
        f"yes, both fail after another product than {NAMED_PRODUCT}; with none recorded they are unknown, unless they fail anyhow.",
        "[R] clinical reference 1.4, A3b and A5",
    ),
)


def conditions(window_binds_infusion: bool | None, axi_cel_only: bool | None) -> tuple[Clause, ...]:
    """The further clauses under the site's answers; unset is no."""
    return (*([past_window <= 0] if window_binds_infusion else ()), *([named_product.is_true] if axi_cel_only else ()))


_FAILED = {past_window.name: "the window has passed without infusion 2", named_product.name: f"the product is not {NAMED_PRODUCT}"}


def failed(finding: Finding) -> tuple[str, ...]:
    """Which of these a reading of the rule fails by, in words."""
    leaves = [leaf for leaf in finding.holds.leaves() if leaf.truth is False]
    names = [variable.name for leaf in leaves for variable in leaf.clause.variables()]
    return tuple(_FAILED[name] for name in names if name in _FAILED)


def data(standing: Standing, under: InForce) -> dict[str, Datum]:
    """The chart's variables that these clauses read; none where none is asked."""
    return dict(_data(standing, under))


def _data(standing: Standing, under: InForce) -> Iterator[tuple[str, Datum]]:
    if under.window_binds_infusion:
        past = Decimal((standing.counted_to - standing.infused_on).days - under.window[-1])
        yield past_window.name, Datum(past, (Cited(standing.infusion_1, "infused_on"),))
    if under.axi_cel_only:
        cell = product_from(standing.facts)
        yield named_product.name, Datum(is_named(product_of(standing.facts)), () if cell is None else (cell,))
