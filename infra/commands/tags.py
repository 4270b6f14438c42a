"""`segue tags`: the tags that files had before corrected ones were written into them."""

from pathlib import Path

import click

from infra.settings import Settings
from recommender.errors import BadInput


@click.group("tags")
def command() -> None:
    """Put back the tags that files had before corrections were written into them.

    Corrections are made in the player, by admins; each file's tags are kept in <home>/tag_backups before a write.
    """


@command.command("restore")
@click.argument("backups", nargs=-1, required=True, metavar="BACKUP...")
@click.pass_obj
def restore(settings: Settings, backups: tuple[str, ...]) -> None:
    """Put kept tags back into the files of their tracks, wherever these are by now.

    BACKUP is a file, or the name of one in <home>/tag_backups. What is corrected in the catalogue stays corrected.
    """
    from infra.jobs.database import running_database
    from infra.jobs.tags.tag_backups import TagBackups, read_backup
    from infra.jobs.tags.write_tags import TagJob
    from recommender.clock import system_clock

    kept = TagBackups(settings.tag_backups)
    found = [read_backup(Path(name)) if Path(name).is_file() else kept.read(name) for name in backups]
    refused = 0
    with running_database(settings) as database:
        job = TagJob(database, kept, clock=system_clock)
        for backup in found:
            written = job.put_back(backup)
            refused += written.outcome != "written"
            told = "its tags are as they were" if written.outcome == "written" else written.reason
            click.echo(f"{written.track_id}: {told}", err=written.outcome != "written")
    if refused:
        raise BadInput(f"{refused} of {len(found)} could not be put back")
