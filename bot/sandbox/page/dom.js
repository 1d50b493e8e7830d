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
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
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

const COLORS = ["#e17076", "#faa774", "#a695e7", "#7bc862", "#6ec9cb", "#65aadd", "#ee7aae"];

export function avatar(name, id, small = false) {
  const face = h("span", { class: small ? "avatar small" : "avatar" }, [...name][0] ?? "?");
  face.style.background = COLORS[Math.abs(id) % COLORS.length];
  return face;
}
