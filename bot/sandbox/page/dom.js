// Small helpers: elements, requests, dialogs. Text always goes in as text, never as markup.

export function h(tag, fields = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...shown(...children.flat()));
  return element;
}

export async function tell(what, query = {}) {
  const answer = await fetch(`/control/${what}?${new URLSearchParams(query)}`);
  return answer.json();
}

// An action of the control API; what the app would not let one do is shown and thrown.
export async function act(action, given = {}) {
  const body = given instanceof FormData ? given : JSON.stringify(given);
  const answer = await (await fetch(`/control/${action}`, { method: "POST", body })).json();
  if (!answer.ok) {
    toast(document.body, answer.error);
    throw new Error(answer.error);
  }
  return answer.result;
}

export function toast(where, text) {
  const note = h("div", { class: "toast", role: "status" }, text);
  where.append(note);
  setTimeout(() => note.remove(), Math.max(2500, text.length * 120));
}

// Asks in a dialog; resolves to the form's values, or null when closed.
export function ask(title, fields, accept = "好") {
  const dialog = document.getElementById("dialog");
  const form = h(
    "form", { method: "dialog" },
    h("h2", {}, title),
    ...fields,
    h("div", { class: "dialog-buttons" },
      h("button", { type: "button", class: "plain", onclick: () => dialog.close("") }, "取消"),
      h("button", { class: "main", value: "yes" }, accept)),
  );
  dialog.replaceChildren(form);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes" ? new FormData(form) : null);
    dialog.returnValue = "";
  });
}

export function alertBox(title, text) {
  const dialog = document.getElementById("dialog");
  dialog.onclose = null;
  dialog.replaceChildren(h("form", { method: "dialog" }, h("h2", {}, title), h("p", { class: "pre" }, text),
    h("div", { class: "dialog-buttons" }, h("button", { class: "main", value: "yes" }, "知道了"))));
  dialog.showModal();
}

// A small menu at a place; closes at the next click anywhere.
export function menu(event, items) {
  event.preventDefault();
  event.stopPropagation();
  document.querySelector(".menu")?.remove();
  const list = h("div", { class: "menu", role: "menu" },
    items.filter(Boolean).map(([label, run, danger]) => h("button", { class: danger ? "danger" : "", role: "menuitem", onclick: run }, label)));
  document.body.append(list);
  const { width, height } = list.getBoundingClientRect();
  list.style.left = `${Math.max(8, Math.min(event.clientX, innerWidth - width - 8))}px`;
  list.style.top = `${Math.max(8, Math.min(event.clientY, innerHeight - height - 8))}px`;
  setTimeout(() => document.addEventListener("click", () => list.remove(), { once: true }));
}

const ICONS = {
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.2l3.4 2",
  clip: "M19 11.5l-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.5a1.6 1.6 0 0 1-2.2-2.2l6.8-6.8",
  send: "M4 12l16-8-5.5 16-3-6.5zM11.5 13.500L20 4",
  list: "M4 7h16M4 12h16M4 17h10",
  keys: "M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8 14h8",
  back: "M15 5l-7 7 7 7",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  close: "M6 6l12 12M18 6L6 18",
  split: "M4 5h16v14H4zM12 5v14",
  file: "M7 3h7l4 4v14H7zM14 3v5h4",
  voice: "M12 4a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0v-5A2.500 2.500 0 0 1 12 4zM6.500 11.500a5.500 5.500 0 0 0 11 0M12 17v3",
  place: "M12 21s-6-5.600-6-11a6 6 0 0 1 12 0c0 5.400-6 11-6 11zM12 12.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20a7.500 7.500 0 0 1 15 0",
};

// Line drawings, so that no machine lacks the font for them.
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "drawn");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export const shown = (...nodes) => nodes.filter((node) => node !== null && node !== undefined && node !== false);

const COLORS = ["#e17076", "#faa774", "#a695e7", "#7bc862", "#6ec9cb", "#65aadd", "#ee7aae"];

export function avatar(name, id, small = false) {
  const face = h("span", { class: small ? "avatar small" : "avatar" }, [...name][0] ?? "?");
  face.style.background = COLORS[Math.abs(id) % COLORS.length];
  return face;
}
