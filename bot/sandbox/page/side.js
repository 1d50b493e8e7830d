// The list of people and groups, and the clock.

import { act, ask, avatar, h, icon } from "./dom.js";
import { brief } from "./bubbles.js";

export class Side {
  constructor(chat, clock) {
    this.chat = chat;
    this.list = h("div", { class: "chats" });
    this.line = h("span", { class: "line-state" });
    document.getElementById("side").replaceChildren(
      h("header", { class: "brand" }, h("div", {}, h("b", {}, "聊天沙盒"), this.line),
        h("button", { class: "icon", title: "并排看两个聊天", id: "split", onclick: () => chat.split() }, icon("split"))),
      clock.element,
      this.list,
      h("div", { class: "adders" },
        h("button", { class: "plain", onclick: () => this.addPerson() }, "＋ 新用户"),
        h("button", { class: "plain", onclick: () => this.addGroup() }, "＋ 新群组")),
    );
  }

  draw() {
    const rooms = [...this.chat.rooms.values()].filter((room) => !room.migrated_to);
    this.list.replaceChildren(...rooms.map((room) => this.entry(room)));
  }

  connected(yes) {
    this.line.textContent = yes ? `@${this.chat.bot.username}` : "连接中断，正在重连…";
    this.line.classList.toggle("off", !yes);
  }

  entry(room) {
    const group = room.chat.type !== "private";
    const name = group ? room.chat.title : room.chat.first_name;
    const last = this.chat.posts(room.chat.id).at(-1);
    const open = this.chat.panes.some((pane) => pane.room.chat.id === room.chat.id);
    const unread = this.chat.unread.get(room.chat.id) ?? 0;
    return h("button", { class: `chat${open ? " open" : ""}`, onclick: () => this.chat.open(group ? room.members[0] : room.chat.id, room.chat.id) },
      avatar(name, room.chat.id),
      h("span", { class: "chat-text" }, h("b", {}, name, group ? h("small", {}, ` ${room.members.length} 人`) : ""),
        h("span", {}, room.bot === "kicked" ? "（已屏蔽）" : "", last ? `${last.by_bot ? "机器人：" : ""}${brief(last.message)}` : "还没有消息")),
      unread > 0 && h("span", { class: "badge" }, String(unread)));
  }

  async addPerson() {
    const form = await ask("新用户", [h("input", { name: "name", placeholder: "名字，例如：王师傅", maxlength: "30", required: true, autofocus: true })], "添加");
    if (!form) return;
    const user = await act("person", { name: form.get("name") });
    this.chat.users.set(user.id, user); // its event may still be on the way
    this.chat.open(user.id, user.id);
  }

  async addGroup() {
    const users = [...this.chat.users.values()];
    const boxes = users.map((user) => h("label", {}, h("input", { type: "checkbox", name: "member", value: String(user.id), checked: true }), user.first_name));
    const form = await ask("新群组", [h("input", { name: "title", placeholder: "群名，例如：申报交流群", required: true }), h("div", { class: "boxes" }, boxes)], "创建");
    const members = form?.getAll("member").map(Number) ?? [];
    if (!form || !members.length) return;
    const room = await act("group", { user: members[0], title: form.get("title"), members });
    this.chat.rooms.set(room.chat.id, room);
    this.chat.open(members[0], room.chat.id);
  }
}
