// One chat as one person sees it.

import { act, alertBox, avatar, h, icon, menu, toast } from "./dom.js";
import { bubble, dayOf } from "./bubbles.js";
import { Composer } from "./composer.js";

export class Pane {
  constructor(chat, user, room) {
    Object.assign(this, { chat, user, room, waiting: new Map() });
    this.composer = new Composer(this);
    this.list = h("div", { class: "messages", role: "log", "aria-live": "polite" });
    this.head = h("header", { class: "head" });
    this.typing = null;
    this.element = h("section", {
      class: "pane", ondragover: (event) => event.preventDefault(),
      ondrop: (event) => { event.preventDefault(); this.composer.files(event.dataTransfer.files); },
    }, this.head, this.list, this.composer.element);
    this.atEnd = true;
    this.list.addEventListener("scroll", () => { this.atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 120; });
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.list);
    this.draw();
  }

  draw() {
    this.drawHead();
    const posts = this.chat.posts(this.room.chat.id);
    const rows = [];
    let day = null;
    for (const post of posts) {
      if (dayOf(post.message.date) !== day) rows.push(h("div", { class: "service day" }, h("span", {}, (day = dayOf(post.message.date)))));
      rows.push(bubble(this, post));
    }
    this.lastDay = day;
    this.list.replaceChildren(...(rows.length ? rows : [this.welcome()]));
    this.composer.draw();
    this.toEnd();
  }

  welcome() {
    const words = this.chat.texts["description:"] || "点下面的“开始”，和机器人说第一句话。";
    return h("div", { class: "welcome" }, h("b", {}, "这个机器人能做什么？"), h("p", {}, words));
  }

  drawHead() {
    const group = this.room.chat.type !== "private";
    const title = group ? this.room.chat.title : this.chat.bot.first_name;
    const place = { never: "还没有开始", kicked: group ? "机器人已被移出" : "已屏蔽", left: "机器人已退出" }[this.room.bot];
    const about = this.typing ?? (group ? `${this.room.members.length + (place ? 0 : 1)} 位成员${place ? ` · ${place}` : ""}` : place ?? "机器人");
    this.head.replaceChildren(
      h("button", { class: "icon back", "aria-label": "返回列表", onclick: () => this.chat.showList() }, icon("back")),
      avatar(title, this.room.chat.id),
      h("div", { class: "title" }, h("b", {}, title), h("small", { class: this.typing ? "typing" : "" }, about)),
      group ? this.members() : h("span", { class: "as", title: "正在以此人身份聊天" }, this.user.first_name),
      h("button", { class: "icon clock-chip", title: "时钟", onclick: () => this.chat.clockDialog() }, icon("clock")),
      h("button", { class: "icon", "aria-label": "更多", onclick: (event) => menu(event, group ? this.groupMenu() : this.privateMenu()) }, icon("more")),
    );
  }

  members() {
    return h("select", { class: "as", "aria-label": "以谁的身份", onchange: (event) => { this.user = this.chat.user(Number(event.target.value)); this.draw(); } },
      this.room.members.map((id) => h("option", { value: String(id), selected: id === this.user.id }, this.chat.user(id).first_name)));
  }

  privateMenu() {
    const user = this.user.id;
    return [
      this.room.bot === "member" && ["屏蔽机器人", () => act("block", { user }), true],
      this.room.bot === "kicked" && ["取消屏蔽", () => act("unblock", { user })],
      ["关闭此栏", () => this.chat.close(this)],
    ];
  }

  groupMenu() {
    const given = { user: this.user.id, chat_id: this.room.chat.id };
    const inside = ["member", "administrator"].includes(this.room.bot);
    return [
      !inside && ["把机器人加进来", () => act("add_bot", given)],
      this.room.bot === "member" && ["设机器人为管理员", () => act("add_bot", { ...given, admin: true })],
      inside && ["移出机器人", () => act("remove_bot", given), true],
      this.room.chat.type === "group" && !this.room.migrated_to && ["升级为超级群", () => act("migrate", given)],
      ["关闭此栏", () => this.chat.close(this)],
    ];
  }

  // The markup that stands at the foot of the chat now.
  keyboard() {
    const posts = this.chat.posts(this.room.chat.id).filter((post) => post.keyboard);
    const last = posts.at(-1)?.keyboard;
    return last?.keyboard ? last : null;
  }

  commands() {
    return this.chat.commands(this.room, this.user);
  }

  say(text) {
    return act("say", { user: this.user.id, chat_id: this.room.chat.id, text }).catch(() => {});
  }

  async start() {
    const payload = this.chat.payload ?? "";
    this.chat.payload = null;
    await act("start", { user: this.user.id, payload });
  }

  replyTo(message) {
    this.composer.context = { kind: "reply", message };
    this.composer.draw();
    this.composer.field.focus();
  }

  edit(message) {
    this.composer.context = { kind: "edit", message };
    this.composer.draw();
    this.composer.write(message.text ?? message.caption);
  }

  write(text) {
    this.composer.write(text);
  }

  goTo(chatId) {
    this.chat.open(this.user.id, chatId, this);
  }

  waitFor(query, button) {
    const done = this.chat.answered.get(query);
    if (done) return this.answer(done);
    button.classList.add("waiting");
    this.waiting.set(query, button);
    setTimeout(() => button.classList.remove("waiting"), 15000);
    return null;
  }

  answer(data) {
    this.waiting.get(data.query)?.classList.remove("waiting");
    this.waiting.delete(data.query);
    if (!data.text) return;
    if (data.alert) alertBox(this.chat.bot.first_name, data.text);
    else toast(this.element, data.text);
  }

  acting(action) {
    const words = { typing: "正在输入…", upload_photo: "正在发送图片…", upload_document: "正在发送文件…" };
    this.typing = words[action] ?? "正在忙…";
    this.drawHead();
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => { this.typing = null; this.drawHead(); }, 5000);
  }

  put(post) {
    const old = this.list.querySelector(`[data-id="${post.message.message_id}"]`);
    const near = this.atEnd;
    if (old) old.replaceWith(bubble(this, post));
    else {
      this.list.querySelector(".welcome")?.remove();
      const day = dayOf(post.message.date);
      if (day !== this.lastDay) this.list.append(h("div", { class: "service day" }, h("span", {}, day)));
      this.lastDay = day;
      const row = bubble(this, post);
      row.classList.add("fresh");
      this.list.append(row);
    }
    if (post.by_bot && this.typing) { this.typing = null; this.drawHead(); }
    if (post.keyboard) { this.composer.hidden = false; this.composer.draw(); }
    if (near || !post.by_bot) this.toEnd();
  }

  take(messageId) {
    this.list.querySelector(`[data-id="${messageId}"]`)?.remove();
  }

  toEnd() {
    this.atEnd = true;
    requestAnimationFrame(() => { this.list.scrollTop = this.list.scrollHeight; });
  }
}
