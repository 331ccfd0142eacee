"""Methods for files: an upload is asked for, received by `/files/upload/<id>`, then completed."""

from rehearsal import block_kit, happenings
from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves
from rehearsal.records import Channel, File
from rehearsal.workspace import BOT_USER_ID

_LONGEST_ALT = 1000


@serves("files.getUploadURLExternal")
def start_upload(ask: Ask) -> Json:
    """Where to send the bytes of a file that is still to come."""
    workspace, size = ask.workspace, ask.number("length", 0)
    if size <= 0:
        raise Rejected("invalid_arguments", ["[ERROR] length must be positive"])
    now, name, alt = int(workspace.clock.now()), ask.text("filename"), ask.text("alt_txt")
    if len(alt) > _LONGEST_ALT:
        raise Rejected("alt_txt_too_large")
    file = File(workspace.new_id("F"), name, name, BOT_USER_ID, size, now, alt=alt)
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.url}/files/upload/{file.id}", "file_id": file.id}


@serves("files.completeUploadExternal")
def complete_upload(ask: Ask) -> Json:
    """Makes received files exist, and shares them as one message where asked."""
    wanted = ask.data("files")
    if not isinstance(wanted, list) or not wanted:
        raise Rejected("invalid_arguments", ["[ERROR] files must be a list [json-pointer:/files]"])
    files = [_received(ask, entry) for entry in wanted]
    blocks = ask.data("blocks")
    if blocks is not None:
        block_kit.check_message_blocks(blocks)
        blocks = block_kit.with_ids(ask.workspace, blocks)
    channels = [_shared_in(ask, channel_id) for channel_id in _targets(ask)]
    for file, entry in zip(files, wanted, strict=True):
        file.complete, file.title = True, entry.get("title") or file.name
        file.channels += [channel.id for channel in channels]
    for channel in channels:
        happenings.post(
            ask.workspace,
            channel,
            BOT_USER_ID,
            ask.text("initial_comment"),
            blocks=blocks,
            files=files,
            thread_ts=ask.text("thread_ts") or None,
        )
    return {"files": [file.as_slack(ask.workspace.url) for file in files]}


def _received(ask: Ask, entry: Json) -> File:
    file = ask.workspace.files.get(str(entry.get("id")))
    if file is None or not file.received:
        raise Rejected("file_not_found")
    if file.complete:
        raise Rejected("file_update_failed")
    return file


def _targets(ask: Ask) -> list[str]:
    return ask.names("channels") or ([ask.text("channel_id")] if ask.text("channel_id") else [])


def _shared_in(ask: Ask, channel_id: str) -> Channel:
    there = Ask(ask.backstage, ask.method, {"channel": channel_id})
    if there.channel().is_archived:
        raise Rejected("posting_to_channel_denied")
    return there.own_channel()


@serves("files.info")
def show_file(ask: Ask) -> Json:
    """One file, once its upload is complete and it is somewhere the bot can see."""
    return {"file": _visible(ask).as_slack(ask.workspace.url), "comments": []}


@serves("files.list")
def list_files(ask: Ask) -> Json:
    """The files the bot can see."""
    where, whose = ask.text("channel"), ask.text("user")
    files = [
        file.as_slack(ask.workspace.url)
        for file in ask.workspace.files.values()
        if _is_visible(ask, file)
        and (not where or where in file.channels)
        and (not whose or whose == file.user)
    ]
    paging = {"count": len(files), "total": len(files), "page": 1, "pages": 1}
    return {"files": files, "paging": paging}


@serves("files.delete")
def delete_file(ask: Ask) -> Json:
    """Removes one of the bot's own files."""
    file = _visible(ask)
    if file.user != BOT_USER_ID:
        raise Rejected("cant_delete_file")
    file.deleted = True
    for channel_id in file.channels:
        ask.workspace.announce("message_changed", channel=channel_id)
    return {}


def _visible(ask: Ask) -> File:
    file = ask.workspace.files.get(ask.text("file"))
    if file is None or not _is_visible(ask, file, deleted_too=True):
        raise Rejected("file_not_found")
    if file.deleted:
        raise Rejected("file_deleted")
    return file


def _is_visible(ask: Ask, file: File, deleted_too: bool = False) -> bool:
    channels = (ask.workspace.channels.get(channel_id) for channel_id in file.channels)
    shared = any(channel and BOT_USER_ID in channel.members for channel in channels)
    living = deleted_too or not file.deleted
    return file.complete and living and (file.user == BOT_USER_ID or shared)
