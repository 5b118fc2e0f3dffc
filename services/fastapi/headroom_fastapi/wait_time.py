import math
import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitTime:
    """How long a handler waits: always `delay_seconds`, or lognormally distributed with that mean."""

    delay_seconds: float
    # Standard deviation of the logarithm.
    sigma: float

    def draw(self, delay_seconds: float | None, sigma: float | None) -> float:
        """Seconds to wait. What the request asks for goes before what is set."""
        mean = self.delay_seconds if delay_seconds is None else delay_seconds
        spread = self.sigma if sigma is None else sigma
        if spread == 0 or mean == 0:
            return mean
        # The mean of a lognormal distribution is exp(mu + sigma^2 / 2).
        return random.lognormvariate(math.log(mean) - spread**2 / 2, spread)
