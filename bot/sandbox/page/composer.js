// The foot of a chat: text field, commands, attachments, the bot's reply keyboard, inline results.

import { act, ask, h, icon, menu, shown, toast } from "./dom.js";
import { brief } from "./bubbles.js";

const KINDS = [["图片", "photo", "image/*"], ["文件", "document", ""], ["语音", "voice", "audio/*"], ["贴纸", "sticker", "image/webp,image/png"]];

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.context = null; // {kind: "reply" | "edit", message}
    this.hidden = false; // the reply keyboard, folded by hand or by one press of a one-time keyboard
    this.field = h("textarea", {
      rows: 1, placeholder: "输入消息…", "aria-label": "消息",
      onkeydown: (event) => this.key(event), oninput: () => this.typed(), onpaste: (event) => this.files(event.clipboardData?.files),
    });
    this.element = h("footer", { class: "composer" });
  }

  draw() {
    const { pane } = this;
    const gate = this.gate();
    if (gate) return this.element.replaceChildren(h("button", { class: "gate", onclick: () => gate[1]().catch(() => {}) }, gate[0]));
    const keyboard = pane.keyboard();
    const unfolded = keyboard && !this.hidden;
    this.field.placeholder = keyboard?.input_field_placeholder ?? "输入消息…";
    this.results = h("div", { class: "results" });
    return this.element.replaceChildren(...shown(
      this.results,
      this.context && h("div", { class: "context" }, h("div", {}, h("b", {}, this.context.kind === "edit" ? "编辑消息" : `回复 ${this.context.message.from?.first_name}`), h("span", {}, brief(this.context.message))),
        h("button", { class: "icon", "aria-label": "取消", onclick: () => this.drop() }, icon("close"))),
      h("div", { class: "line" },
        pane.commands().length > 0 && h("button", { class: "icon commands", title: "命令菜单", onclick: () => this.commands() }, icon("list")),
        h("button", { class: "icon", title: "附件", onclick: (event) => this.attach(event) }, icon("clip")),
        this.field,
        keyboard && h("button", { class: "icon", title: "按钮键盘", onclick: () => { this.hidden = !this.hidden; this.draw(); } }, icon("keys")),
        h("button", { class: "icon send", title: "发送", onclick: () => this.send() }, icon("send"))),
      unfolded && h("div", { class: "reply-keyboard" }, keyboard.keyboard.map((row) => h("div", { class: "buttons" }, row.map((button) => this.replyKey(button, keyboard))))),
    ));
  }

  // What must be done before one can write: [label, action].
  gate() {
    const { pane } = this;
    if (pane.room.chat.type !== "private") return pane.room.migrated_to ? ["前往升级后的超级群", async () => pane.goTo(pane.room.migrated_to)] : null;
    if (pane.room.bot === "kicked") return ["取消屏蔽", () => act("unblock", { user: pane.user.id })];
    if (pane.chat.payload !== null || pane.room.bot === "never") return ["开始", () => pane.start()];
    return null;
  }

  replyKey(button, keyboard) {
    const press = async () => {
      const given = { user: this.pane.user.id, chat_id: this.pane.room.chat.id };
      this.hidden = Boolean(keyboard.one_time_keyboard);
      this.draw();
      if (button.request_contact) {
        const form = await ask("分享手机号", [h("input", { name: "phone", value: "+8610000000000", required: true })], "分享");
        return form && act("share", { ...given, phone: form.get("phone") });
      }
      if (button.request_location) return act("share", { ...given, latitude: 40.6574, longitude: 109.8403 });
      return act("say", { ...given, text: button.text });
    };
    return h("button", { class: "key", onclick: () => press().catch(() => {}) }, button.text);
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
    if (event.key === "Escape") this.drop();
  }

  typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 160)}px`;
    const text = this.field.value;
    const inline = text.match(new RegExp(`^@${this.pane.chat.bot.username}\\s(.*)$`, "is"));
    clearTimeout(this.timer);
    if (inline) this.timer = setTimeout(() => this.inline(inline[1]), 300);
    else if (/^\/\w*$/.test(text)) this.suggest(text.slice(1).toLowerCase());
    else this.results?.replaceChildren();
  }

  suggest(start) {
    const found = this.pane.commands().filter((one) => one.command.startsWith(start));
    this.results.replaceChildren(...found.map((one) => h("button", { onclick: () => this.pane.say(`/${one.command}`).then(() => this.write("")) }, h("b", {}, `/${one.command}`), " ", h("span", {}, one.description))));
  }

  commands() {
    if (this.results.childElementCount) this.results.replaceChildren();
    else this.suggest("");
  }

  async inline(query) {
    const { query: id } = await act("inline", { user: this.pane.user.id, query });
    const choose = (result) => act("choose", { user: this.pane.user.id, query_id: id, result_id: String(result.id), chat_id: this.pane.room.chat.id });
    const show = (answer) => this.results.replaceChildren(...answer.results.map((result) =>
      h("button", { onclick: () => choose(result).then(() => this.write("")).catch(() => {}) },
        h("b", {}, result.title ?? result.id), " ", h("span", {}, result.description ?? ""))));
    const done = this.pane.chat.answered.get(id);
    if (done) show(done);
    else this.pane.chat.inline.set(id, show);
  }

  attach(event) {
    menu(event, KINDS.map(([label, kind, accept]) => [label, () => {
      const input = h("input", { type: "file", accept, multiple: kind !== "voice", onchange: () => this.files(input.files, kind) });
      input.click();
    }]));
  }

  async files(files, kind = null) {
    for (const file of files ?? []) {
      const form = new FormData();
      form.set("user", this.pane.user.id);
      form.set("chat_id", this.pane.room.chat.id);
      form.set("kind", kind ?? (file.type.startsWith("image/") ? "photo" : "document"));
      form.set("caption", this.field.value);
      form.set("file", file, file.name);
      await act("send", form).catch(() => {});
      this.write("");
    }
  }

  async send() {
    const text = this.field.value;
    if (!text.trim()) return;
    const { context } = this;
    const where = { user: this.pane.user.id, chat_id: this.pane.room.chat.id, text };
    try {
      if (context?.kind === "edit") await act("edit", { ...where, message_id: context.message.message_id });
      else await act("say", { ...where, reply_to: context?.message.message_id });
      this.write("");
      this.drop();
    } catch {
      toast(this.pane.element, "没有发出去，文字还在输入框里");
    }
  }

  drop() {
    if (this.context?.kind === "edit") this.write("");
    this.context = null;
    this.draw();
  }

  write(text) {
    this.field.value = text;
    this.typed();
    this.field.focus({ preventScroll: true });
  }
}
