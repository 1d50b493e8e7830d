"""The Bot API's own objects, as far as the sandbox speaks of them. Names and meanings: core.telegram.org/bots/api."""

# ruff: noqa: D101 - names and meanings are the Bot API's own, told in its reference

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Wire(BaseModel):
    """A frozen Bot API object. ``from`` is spelt ``from_`` in Python."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="ignore")

    def dump(self) -> dict[str, Any]:
        """The JSON shape: absent fields left out, as Telegram does."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class User(Wire):
    id: int
    is_bot: bool = False
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Chat(Wire):
    id: int
    type: str  # private, group, supergroup, channel
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None


class Entity(Wire):
    """A stretch of text with a meaning; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user: User | None = None
    language: str | None = None
    custom_emoji_id: str | None = None


class CopyText(Wire):
    text: str


class WebApp(Wire):
    url: str


class InlineButton(Wire):
    text: str
    url: str | None = None
    callback_data: str | None = None
    web_app: WebApp | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: dict[str, Any] | None = None
    copy_text: CopyText | None = None
    style: str | None = None
    icon_custom_emoji_id: str | None = None


class InlineKeyboard(Wire):
    inline_keyboard: tuple[tuple[InlineButton, ...], ...] = ()


class ReplyButton(Wire):
    text: str
    request_contact: bool | None = None
    request_location: bool | None = None
    web_app: WebApp | None = None
    style: str | None = None


class ReplyMarkup(Wire):
    """A reply keyboard, its removal or a forced reply: what never shows in a message but lives at the foot of the chat."""

    keyboard: tuple[tuple[ReplyButton, ...], ...] | None = None
    is_persistent: bool | None = None
    resize_keyboard: bool | None = None
    one_time_keyboard: bool | None = None
    remove_keyboard: bool | None = None
    force_reply: bool | None = None
    input_field_placeholder: str | None = None
    selective: bool | None = None


class PhotoSize(Wire):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    file_size: int | None = None


class Media(Wire):
    """Document, voice, audio, video, animation, video note or sticker: the fields each has are set, the others absent."""

    file_id: str
    file_unique_id: str
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None
    duration: int | None = None
    width: int | None = None
    height: int | None = None
    length: int | None = None
    title: str | None = None
    performer: str | None = None
    type: str | None = None
    is_animated: bool | None = None
    is_video: bool | None = None
    emoji: str | None = None


class Contact(Wire):
    phone_number: str
    first_name: str
    last_name: str | None = None
    user_id: int | None = None


class Location(Wire):
    latitude: float
    longitude: float


class Venue(Wire):
    location: Location
    title: str
    address: str


class Dice(Wire):
    emoji: str
    value: int


class Origin(Wire):
    """Where a forwarded message came from: a user, or a name only when that user hides."""

    type: str = "user"
    date: int
    sender_user: User | None = None
    sender_user_name: str | None = None


class LinkPreview(Wire):
    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class Message(Wire):
    message_id: int
    date: int
    chat: Chat
    from_: User | None = Field(default=None, alias="from")
    sender_chat: Chat | None = None
    via_bot: User | None = None
    is_automatic_forward: bool | None = None
    forward_origin: Origin | None = None
    reply_to_message: "Message | None" = None
    edit_date: int | None = None
    has_protected_content: bool | None = None
    media_group_id: str | None = None
    text: str | None = None
    entities: tuple[Entity, ...] | None = None
    link_preview_options: LinkPreview | None = None
    caption: str | None = None
    caption_entities: tuple[Entity, ...] | None = None
    show_caption_above_media: bool | None = None
    has_media_spoiler: bool | None = None
    photo: tuple[PhotoSize, ...] | None = None
    document: Media | None = None
    animation: Media | None = None
    audio: Media | None = None
    video: Media | None = None
    video_note: Media | None = None
    voice: Media | None = None
    sticker: Media | None = None
    contact: Contact | None = None
    location: Location | None = None
    venue: Venue | None = None
    dice: Dice | None = None
    new_chat_members: tuple[User, ...] | None = None
    left_chat_member: User | None = None
    new_chat_title: str | None = None
    group_chat_created: bool | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    pinned_message: "Message | None" = None
    reply_markup: InlineKeyboard | None = None


class InaccessibleMessage(Wire):
    """What stands in a callback query for a message that is gone."""

    chat: Chat
    message_id: int
    date: int = 0


class CallbackQuery(Wire):
    id: str
    from_: User = Field(alias="from")
    message: Message | InaccessibleMessage | None = None
    inline_message_id: str | None = None
    chat_instance: str
    data: str


class InlineQuery(Wire):
    id: str
    from_: User = Field(alias="from")
    query: str
    offset: str
    chat_type: str | None = None


class ChosenInlineResult(Wire):
    result_id: str
    from_: User = Field(alias="from")
    query: str
    inline_message_id: str | None = None


class ChatMemberUpdated(Wire):
    chat: Chat
    from_: User = Field(alias="from")
    date: int
    old_chat_member: dict[str, Any]
    new_chat_member: dict[str, Any]


class Update(Wire):
    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    inline_query: InlineQuery | None = None
    chosen_inline_result: ChosenInlineResult | None = None
    my_chat_member: ChatMemberUpdated | None = None
    chat_member: ChatMemberUpdated | None = None


class BotCommand(Wire):
    command: str
    description: str


class ReplyParameters(Wire):
    message_id: int
    chat_id: int | str | None = None
    allow_sending_without_reply: bool = False


MEDIA_KINDS = ("document", "animation", "audio", "video", "video_note", "voice", "sticker")
