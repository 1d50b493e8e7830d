// One message → its element: bubble, media, inline keyboard; or the line of a service message.

import { act, alertBox, avatar, h, icon, menu, toast } from "./dom.js";
import { rich } from "./text.js";

const clockTime = (seconds) => new Date(seconds * 1000).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" });
export const dayOf = (seconds) => new Date(seconds * 1000).toLocaleDateString("zh-CN", { year: "numeric", month: "long", day: "numeric", timeZone: "Asia/Shanghai" });
export const bytes = (n) => (n < 1024 ? `${n} B` : n < 1048576 ? `${(n / 1024).toFixed(1)} KB` : `${(n / 1048576).toFixed(1)} MB`);

export function serviceWords(message) {
  const who = message.from?.first_name ?? "";
  if (message.new_chat_members) return `${message.new_chat_members.map((one) => one.first_name).join("、")} 加入了群组`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} 离开了群组`;
  if (message.migrate_to_chat_id) return "群组已升级为超级群";
  if (message.migrate_from_chat_id) return "由普通群升级而来";
  if (message.pinned_message) return `${who} 置顶了“${brief(message.pinned_message)}”`;
  return null;
}

export function brief(message) {
  const kinds = { photo: "图片", sticker: "贴纸", voice: "语音", video: "视频", audio: "音频", animation: "动图", document: "文件", contact: "联系人", location: "位置", dice: "骰子" };
  const kind = Object.keys(kinds).find((name) => message[name]);
  return message.text ?? message.caption ?? (kind ? `[${kinds[kind]}]` : serviceWords(message) ?? "");
}

export function bubble(pane, post) {
  const { message } = post;
  const service = serviceWords(message);
  if (service) return h("div", { class: "service", "data-id": message.message_id }, h("span", {}, service));
  const mine = message.from?.id === pane.user.id;
  const group = pane.room.chat.type !== "private";
  const bare = message.sticker || (message.photo && !message.caption);
  const open = { command: (words) => pane.say(words), url: (event, address) => deepLink(event, pane, address) };
  const body = h(
    "div", { class: `bubble${bare ? " bare" : ""}${message.edit_date ? " edited" : ""}`, oncontextmenu: (event) => menu(event, choices(pane, message, mine)) },
    group && !mine && !bare && h("div", { class: "author" }, message.from?.first_name ?? ""),
    message.via_bot && h("div", { class: "via" }, `来自 @${message.via_bot.username}`),
    message.forward_origin && h("div", { class: "forwarded" }, `转发自 ${message.forward_origin.sender_user?.first_name ?? message.forward_origin.sender_user_name}`),
    message.reply_to_message && quote(pane, message.reply_to_message),
    media(message, open),
    (message.text || message.caption) &&
      h("div", { class: "words" }, rich(message.text ?? message.caption, message.entities ?? message.caption_entities, open)),
    h("span", { class: "stamp" }, message.edit_date ? "已编辑 " : "", clockTime(message.date), mine ? " ✓✓" : ""),
  );
  return h(
    "div", { class: `row ${mine ? "mine" : "theirs"}`, "data-id": message.message_id },
    group && !mine && avatar(message.from?.first_name ?? "?", message.from?.id ?? 0, true),
    h("div", { class: "stack" }, body, message.reply_markup && keyboard(pane, message)),
  );
}

function quote(pane, message) {
  const jump = () => pane.element.querySelector(`[data-id="${message.message_id}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" });
  return h("div", { class: "quote", onclick: jump }, h("b", {}, message.from?.first_name ?? ""), h("span", {}, brief(message)));
}

function choices(pane, message, mine) {
  return [
    ["回复", () => pane.replyTo(message)],
    mine && (message.text || message.caption) && ["编辑", () => pane.edit(message)],
    ["复制文字", () => navigator.clipboard?.writeText(message.text ?? message.caption ?? "")],
  ];
}

function media(message) {
  const source = (file) => `/control/file/${file.file_unique_id}`;
  if (message.photo) {
    const size = message.photo.at(-1);
    const picture = h("img", { class: "photo", src: source(size), alt: "图片", loading: "lazy", onclick: () => window.open(source(size), "_blank", "noopener") });
    picture.style.width = `${Math.max(80, Math.min(size.width, 420, (460 * size.width) / size.height))}px`; // known before it has loaded
    picture.style.aspectRatio = `${size.width} / ${size.height}`;
    return picture;
  }
  if (message.sticker) return h("img", { class: "sticker", src: source(message.sticker), alt: message.sticker.emoji ?? "贴纸" });
  if (message.voice) return h("div", { class: "voice" }, h("span", { class: "file-icon" }, icon("voice")), h("audio", { controls: true, src: source(message.voice), preload: "none" }));
  if (message.location) return h("div", { class: "file" }, h("span", { class: "file-icon" }, icon("place")), `${message.venue?.title ?? "位置"} ${message.location.latitude}, ${message.location.longitude}`);
  if (message.contact) return h("div", { class: "file" }, h("span", { class: "file-icon" }, icon("person")), `${message.contact.first_name} ${message.contact.phone_number}`);
  if (message.dice) return h("div", { class: "dice" }, message.dice.emoji, h("b", {}, String(message.dice.value)));
  const file = message.document ?? message.audio ?? message.video ?? message.animation ?? message.video_note;
  return file && h("a", { class: "file", href: source(file), download: file.file_name ?? "file" },
    h("span", { class: "file-icon" }, icon("file")), h("span", {}, h("b", {}, file.file_name ?? "文件"), h("small", {}, bytes(file.file_size ?? 0))));
}

function keyboard(pane, message) {
  return h("div", { class: "inline-keyboard" }, message.reply_markup.inline_keyboard.map((row) =>
    h("div", { class: "buttons" }, row.map((button) => inlineButton(pane, message, button)))));
}

function inlineButton(pane, message, button) {
  const mark = button.url ? " ↗" : button.copy_text ? " ⧉" : "";
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (button.copy_text) return navigator.clipboard?.writeText(button.copy_text.text).then(() => toast(pane.element, "已复制"));
    if (button.url && !isDeepLink(pane, button.url)) return window.open(button.url, "_blank", "noopener");
    const given = { user: pane.user.id, chat_id: pane.room.chat.id, message_id: message.message_id };
    const done = await act("click", { ...given, ...(button.callback_data ? { data: button.callback_data } : { text: button.text }) });
    if (done.query) pane.waitFor(done.query, pressed);
    if (done.inline !== undefined) pane.write(`@${pane.chat.bot.username} ${done.inline}`);
    if (done.web_app) alertBox("网页应用", done.web_app);
    return null;
  };
  return h("button", { class: `key ${button.style ?? ""}`, onclick: (event) => press(event).catch(() => {}) }, button.text, mark && h("small", {}, mark));
}

const isDeepLink = (pane, address) => new RegExp(`^(https?://)?t\\.me/${pane.chat.bot.username}\\?start=`, "i").test(address);

function deepLink(event, pane, address) {
  if (!isDeepLink(pane, address)) return;
  event.preventDefault();
  act("start", { user: pane.user.id, payload: new URL(address).searchParams.get("start") }).catch(() => {});
}
