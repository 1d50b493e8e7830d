// The sandbox's clock: shown running, moved on request.

import { act, ask, h, icon } from "./dom.js";

const HOUR = 3600;

export class Clock {
  constructor() {
    this.base = Date.now();
    this.from = performance.now();
    this.time = h("b", {});
    this.date = h("span", {});
    this.element = h("div", { class: "clock", title: "沙盒的时间：提醒按它来" },
      h("div", { class: "face" }, icon("clock"), h("div", {}, this.time, this.date)),
      h("div", { class: "jumps" }, this.jumps()));
    setInterval(() => this.draw(), 1000);
  }

  jumps() {
    const jump = (label, seconds) => h("button", { type: "button", onclick: () => act("clock", { seconds }).catch(() => {}) }, label);
    return [jump("+1 小时", HOUR), jump("+1 天", 24 * HOUR), jump("+7 天", 168 * HOUR), h("button", { type: "button", onclick: () => this.choose() }, "跳到…")];
  }

  now() {
    return new Date(this.base + performance.now() - this.from);
  }

  set(text) {
    this.base = Date.parse(text);
    this.from = performance.now();
    this.draw();
  }

  draw() {
    const zone = { timeZone: "Asia/Shanghai" };
    this.time.textContent = this.now().toLocaleTimeString("zh-CN", { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
    this.date.textContent = this.now().toLocaleDateString("zh-CN", { ...zone, year: "numeric", month: "long", day: "numeric" })
      + " " + this.now().toLocaleDateString("zh-CN", { ...zone, weekday: "short" });
  }

  // "2024-11-28T09:00" in Shanghai, as a date field wants it
  local() {
    return new Date(this.now().getTime() + 8 * HOUR * 1000).toISOString().slice(0, 16);
  }

  async choose() {
    const field = h("input", { type: "datetime-local", name: "at", value: this.local(), min: this.local(), required: true });
    const form = await ask("把时钟拨到", [h("p", {}, "只能往后拨。到点的提醒会马上送达。"), field], "拨过去");
    if (form) await act("clock", { at: `${form.get("at")}:00+08:00` }).catch(() => {});
  }

  // For narrow screens, where the list with the clock is out of sight.
  dialog() {
    const dialog = document.getElementById("dialog");
    const face = h("p", { class: "big-time" }, `${this.date.textContent} ${this.time.textContent}`);
    dialog.onclose = null;
    dialog.replaceChildren(h("form", { method: "dialog" }, h("h2", {}, "沙盒时钟"), face, h("div", { class: "jumps", onclick: (event) => { if (event.target.textContent !== "跳到…") dialog.close(); } }, this.jumps()),
      h("div", { class: "dialog-buttons" }, h("button", { class: "plain" }, "关闭"))));
    dialog.showModal();
  }
}
