"""All checks of one policy that need no other policy."""

from collections.abc import Iterator

from knowledge.checks.examples import example_findings
from knowledge.checks.finding import Finding, Scope
from knowledge.checks.identity import identity_findings
from knowledge.checks.quotas import quota_findings
from knowledge.checks.references import reference_findings
from knowledge.checks.rules import rule_findings
from knowledge.checks.sense import sense_findings
from knowledge.checks.situations import situation_findings

_CHECKS = (identity_findings, reference_findings, rule_findings, sense_findings, situation_findings, quota_findings, example_findings)


def policy_findings(scope: Scope) -> Iterator[Finding]:
    """Everything found in one policy."""
    for check in _CHECKS:
        yield from check(scope)
