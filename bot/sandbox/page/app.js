// The page: what the sandbox tells, kept in memory, and drawn as chats.

import { act, tell } from "./dom.js";
import { Clock } from "./clock.js";
import { Pane } from "./pane.js";
import { Side } from "./side.js";

class Chat {
  constructor() {
    this.clock = new Clock();
    this.side = new Side(this, this.clock);
    this.panes = [];
    this.payload = new URLSearchParams(location.search).get("start");
    if (this.payload !== null) history.replaceState(null, "", location.pathname);
  }

  async begin() {
    await this.load();
    if (!this.users.size) {
      await act("person", { name: "小李" });
      await this.load();
    }
    const first = Number(sessionStorage.getItem("chat")) || [...this.rooms.keys()][0];
    const room = this.rooms.get(first) ?? [...this.rooms.values()][0];
    this.open(room.chat.type === "private" ? room.chat.id : room.members[0], room.chat.id);
    this.listen();
  }

  async load() {
    const state = await tell("state");
    Object.assign(this, { bot: state.bot, texts: state.texts, lists: state.commands, seq: state.seq, answered: new Map(), inline: new Map(), unread: new Map() });
    this.users = new Map(state.users.map((user) => [user.id, user]));
    this.rooms = new Map(state.rooms.map((room) => [room.chat.id, room]));
    const histories = await Promise.all([...this.rooms.keys()].map((id) => tell("history", { chat_id: id })));
    this.history = new Map([...this.rooms.keys()].map((id, at) => [id, new Map(histories[at].map((post) => [post.message.message_id, post]))]));
    this.clock.set(state.now);
    document.title = `${state.bot.first_name} · 聊天沙盒`;
  }

  listen() {
    const source = new EventSource(`/control/events?after=${this.seq}`);
    source.onmessage = (event) => this.hear(JSON.parse(event.data)).catch(console.error);
    source.onopen = async () => {
      this.side.connected(true);
      if ((await tell("state")).seq < this.seq) location.reload(); // another sandbox, begun afresh
    };
    source.onerror = () => this.side.connected(false);
    this.side.connected(true);
  }

  async hear(event) {
    this.seq = event.seq;
    const panes = this.panes.filter((pane) => pane.room.chat.id === event.chat_id);
    switch (event.kind) {
      case "message": case "edit": return this.post(event, panes);
      case "delete":
        this.history.get(event.chat_id)?.delete(event.message_id);
        panes.forEach((pane) => pane.take(event.message_id));
        break;
      case "answer":
        this.answered.set(event.data.query, event.data);
        panes.filter((pane) => pane.waiting.has(event.data.query)).forEach((pane) => pane.answer(event.data));
        break;
      case "inline":
        this.answered.set(event.data.query, event.data);
        this.inline.get(event.data.query)?.(event.data);
        break;
      case "action":
        panes.forEach((pane) => pane.acting(event.data.action));
        break;
      case "user":
        this.users.set(event.data.id, event.data);
        break;
      case "room": return this.room(event, panes);
      case "commands":
        this.lists = (await tell("state")).commands;
        this.panes.forEach((pane) => pane.composer.draw());
        break;
      case "clock":
        this.clock.set(event.data.now);
        break;
      case "reset":
        location.reload();
        break;
    }
    this.side.draw();
    return null;
  }

  post(event, panes) {
    const known = this.history.get(event.chat_id)?.get(event.message_id);
    const post = { message: event.data.message, keyboard: event.data.keyboard ?? known?.keyboard ?? null, by_bot: event.by_bot };
    if (!this.history.has(event.chat_id)) this.history.set(event.chat_id, new Map());
    this.history.get(event.chat_id).set(event.message_id, post);
    panes.forEach((pane) => pane.put(post));
    if (!panes.length && event.by_bot && event.kind === "message") this.unread.set(event.chat_id, (this.unread.get(event.chat_id) ?? 0) + 1);
    this.side.draw();
  }

  room(event, panes) {
    this.rooms.set(event.chat_id, event.data);
    if (!this.history.has(event.chat_id)) this.history.set(event.chat_id, new Map());
    panes.forEach((pane) => { pane.room = event.data; pane.drawHead(); pane.composer.draw(); });
    this.side.draw();
  }

  posts(chatId) {
    return [...(this.history.get(chatId)?.values() ?? [])];
  }

  user(id) {
    return this.users.get(id) ?? { id, first_name: "？" };
  }

  // The commands this person sees here: the nearest scope wins, as in the app.
  commands(room, user) {
    const group = room.chat.type !== "private";
    const owner = group && room.owner === user.id;
    const wanted = [
      { type: "chat_member", chat_id: room.chat.id, user_id: user.id },
      owner && { type: "chat_administrators", chat_id: room.chat.id },
      { type: "chat", chat_id: room.chat.id },
      owner && { type: "all_chat_administrators" },
      { type: group ? "all_group_chats" : "all_private_chats" },
      { type: "default" },
    ].filter(Boolean);
    const same = (list, scope, language) => list.language === language && Object.entries(JSON.parse(list.scope)).every(([key, value]) => scope[key] === value)
      && Object.keys(scope).length === Object.keys(JSON.parse(list.scope)).length;
    for (const scope of wanted)
      for (const language of ["zh", ""]) {
        const found = this.lists.find((list) => same(list, scope, language));
        if (found?.commands.length) return found.commands;
      }
    return [];
  }

  open(userId, chatId, instead = null) {
    const room = this.rooms.get(chatId) ?? { chat: { id: chatId, type: "private", first_name: this.user(userId).first_name }, members: [userId], bot: "never" };
    const pane = new Pane(this, this.user(userId), room);
    const shown = this.panes.find((one) => one.room.chat.id === chatId && one !== instead);
    if (shown) this.panes = [shown, ...this.panes.filter((one) => one !== shown)];
    else if (this.panes.length && !this.splitting) this.panes[Math.max(0, this.panes.indexOf(instead ?? this.panes[0]))] = pane;
    else this.panes.push(pane);
    this.splitting = false;
    this.unread.delete(chatId);
    sessionStorage.setItem("chat", String(chatId));
    this.draw();
    document.body.classList.remove("listing");
  }

  // The next chat opened stands beside the present one.
  split() {
    if (this.panes.length > 1) return this.close(this.panes[1]);
    const other = [...this.rooms.values()].find((room) => !room.migrated_to && this.panes.every((pane) => pane.room.chat.id !== room.chat.id));
    this.splitting = true;
    return other ? this.open(other.chat.type === "private" ? other.chat.id : other.members[0], other.chat.id) : this.side.addPerson();
  }

  close(pane) {
    if (this.panes.length > 1) this.panes = this.panes.filter((one) => one !== pane);
    else this.showList();
    this.draw();
  }

  draw() {
    document.getElementById("panes").replaceChildren(...this.panes.map((pane) => pane.element));
    document.body.classList.toggle("two", this.panes.length > 1);
    this.panes.forEach((pane) => pane.toEnd());
    this.side.draw();
  }

  showList() {
    document.body.classList.add("listing");
  }

  clockDialog() {
    this.clock.dialog();
  }
}

new Chat().begin();
