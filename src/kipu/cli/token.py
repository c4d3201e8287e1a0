"""``kipu token``: who may ask the record over the network."""

from datetime import UTC, datetime
from typing import get_args

import click

from kipu.api.tokens import DAYS, MOST_DAYS, Role, add_token, load_grants, revoke_token, tokens_path
from kipu.cli.options import find_record, record_option
from kipu.cli.screens import make_console
from kipu.model.errors import RecordError
from kipu.record.connections import Place, is_there


@click.command("token")
@click.argument("verb", type=click.Choice(["add", "list", "revoke"]))
@click.argument("name", required=False)
@click.option(
    "--role",
    type=click.Choice(get_args(Role)),
    help="What the token allows: to ask; also to judge; also to add documents and undo all.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    default=DAYS,
    show_default=True,
    help="For how long a new token is good.",
)
@record_option
def command(
    *, verb: str, name: str | None, role: Role | None, days: int, record_path: Place | None
) -> None:
    """Who may ask the record over the network, with kipu serve --api.

    \b
      add NAME --role ROLE   make a token and print it; it is shown this once
                             and good for --days DAYS
      list                   whose tokens there are
      revoke NAME            take a token away, also from a server that runs

    NAME is the judge of what is decided with the token. Tokens are kept as hashes beside the
    record, in RECORD.tokens: copies and exports of the record hold none. Those of a record on a
    server lie in the present folder.
    """
    path = find_record(record_path, verb="allow others to ask")
    if not is_there(path):
        raise RecordError(f"there is no record {path}: make it with kipu add")
    if verb == "list":
        _refuse(name is not None or role is not None, "kipu token list takes no name and no role")
        _list(path)
        return
    if name is None:
        raise click.UsageError(f"name whose token it is: kipu token {verb} NAME")
    if verb == "revoke":
        _refuse(role is not None, "kipu token revoke takes no role")
        revoke_token(path, name)
        click.echo(f"the token of {name} is revoked", err=True)
        return
    if role is None:
        raise click.UsageError("say what the token allows: --role reader, reviewer or owner")
    click.echo(add_token(path, name, role, days=days))
    until = next(grant.expires for grant in load_grants(path) if grant.name == name)
    told = f"{name} may ask as {role} until {until:%Y-%m-%d}"
    click.echo(f"{told}; only a hash is kept in {tokens_path(path)}", err=True)


def _refuse(wrong: bool, message: str) -> None:  # noqa: FBT001
    if wrong:
        raise click.UsageError(message)


def _list(path: Place) -> None:
    console = make_console()
    for grant in load_grants(path):
        until = f"{grant.expires:%Y-%m-%d}" if grant.expires else "-"
        good = "" if grant.is_good(datetime.now(UTC)) else "  (no longer good)"
        told = f"{grant.made:%Y-%m-%d}  {until:<10}  {grant.role:<8}  {grant.name}{good}"
        console.out(told, highlight=False)
