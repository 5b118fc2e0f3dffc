import random
from statistics import fmean, stdev

import pytest

from headroom_fastapi.wait_time import WaitTime


@pytest.mark.parametrize(("delay", "sigma"), [(None, None), (2.0, None), (None, 0.3), (2.0, 0.8)])
def test_waits_vary_about_the_delay_as_their_mean(delay: float | None, sigma: float | None) -> None:
    random.seed(1)
    waits = [WaitTime(0.5, sigma=0.5).draw(delay, sigma) for _ in range(20_000)]
    mean = delay or 0.5
    spread = sigma or 0.5
    assert fmean(waits) == pytest.approx(mean, rel=0.03)
    # The coefficient of variation of a lognormal distribution.
    assert stdev(waits) / fmean(waits) == pytest.approx((2.718281828 ** (spread**2) - 1) ** 0.5, rel=0.05)


def test_waits_do_not_vary_unless_they_are_asked_to() -> None:
    assert WaitTime(0.5, sigma=0.0).draw(None, None) == 0.5
    assert WaitTime(0.5, sigma=1.0).draw(None, 0.0) == 0.5
    assert WaitTime(0.5, sigma=1.0).draw(0.0, None) == 0.0
