"""Tells at the end how many damaged files each reader was given."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many files were tried; the tests may have run in several processes."""
    done = [
        f"{report.nodeid.partition('[')[2].rstrip(']')} {value:,}"
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "executions"
    ]
    if done:
        terminalreporter.write_line(f"damaged files by reader: {', '.join(done)}")
