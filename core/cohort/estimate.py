"""A share of a few subjects, with its exact interval: never a percentage without its count."""

from dataclasses import dataclass

LEVEL = 0.95  # of every interval (reference 6)


@dataclass(frozen=True, slots=True)
class Share:
    """`x` of `n`. Where a subject's own answer is a range, `x` is what is certain and `most` what is possible."""

    x: int
    n: int
    most: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """The two-sided 95 % Clopper–Pearson interval: of a range from the lower end of what is certain to the upper end of what is
        possible; `None` of nobody."""
        return (clopper_pearson(self.x, self.n)[0], clopper_pearson(self.most, self.n)[1]) if self.n else None


def share(certain: int, n: int, most: int | None = None) -> Share:
    return Share(certain, n, certain if most is None else most)


def clopper_pearson(x: int, n: int) -> tuple[float, float]:
    """The exact two-sided 95 % interval of x of n (reference 6: Beta quantiles, 0 at x = 0 and 1 at x = n).

    Raises:
        ValueError: unless 0 <= x <= n and n > 0.
    """
    from scipy.stats import beta  # half a second, for whom asks

    if not 0 <= x <= n or n == 0:
        raise ValueError(f"{x} of {n} is no share")
    tail = (1 - LEVEL) / 2
    low = 0.0 if x == 0 else float(beta.ppf(tail, x, n - x + 1))
    high = 1.0 if x == n else float(beta.ppf(1 - tail, x + 1, n - x))
    return low, high
