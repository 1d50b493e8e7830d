// Text with entities → elements. Offsets are UTF-16 units, as JavaScript's own.

import { h } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

export function rich(text, entities = [], open = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return stretch(text, sorted, 0, text.length, open);
}

function stretch(text, entities, start, end, open) {
  const nodes = [];
  let at = start;
  while (entities.length) {
    const [entity, ...rest] = entities;
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset > at) nodes.push(document.createTextNode(text.slice(at, entity.offset)));
    const inside = rest.filter((other) => other.offset < stop);
    nodes.push(styled(entity, text.slice(entity.offset, stop), stretch(text, inside, entity.offset, stop, open), open));
    at = stop;
    entities = rest.filter((other) => other.offset >= stop);
  }
  if (at < end) nodes.push(document.createTextNode(text.slice(at, end)));
  return nodes;
}

function styled(entity, words, inner, open) {
  const link = (fields) => h("a", { class: "link", ...fields }, inner);
  switch (entity.type) {
    case "text_link":
    case "url": {
      const address = entity.url ?? (/^https?:/i.test(words) ? words : `https://${words}`);
      if (!/^(https?|tg):/i.test(address)) return h("span", {}, inner);
      return link({ href: address, target: "_blank", rel: "noopener noreferrer", title: address, onclick: (event) => open.url?.(event, address) });
    }
    case "email":
      return link({ href: `mailto:${words}` });
    case "bot_command":
      return link({ href: "#", onclick: (event) => { event.preventDefault(); open.command?.(words); } });
    case "mention": case "hashtag": case "cashtag": case "text_mention": case "phone_number":
      return h("span", { class: "link" }, inner);
    case "spoiler":
      return h("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("shown") }, inner);
    case "expandable_blockquote":
      return h("blockquote", { class: "folded", onclick: (event) => event.currentTarget.classList.toggle("folded") }, inner);
    default:
      return h(TAGS[entity.type] ?? "span", {}, inner);
  }
}
