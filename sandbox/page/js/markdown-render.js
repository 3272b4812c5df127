// From the tree of Discord's markdown to DOM nodes, with names for the mentions in it.

import { h } from "./dom.js";
import { parseLimited, parseMarkdown } from "./markdown-parse.js";
import { emit, memberOf, openGuild, shownName, state, userById } from "./store.js";
import { styledTime } from "./time.js";

/** @typedef {import("./markdown-parse.js").Node} Tree */

/**
 * A text with all of Discord's markdown.
 * @param {string} text
 * @returns {Node[]}
 */
export function renderMarkdown(text) {
  return parseMarkdown(text).map(draw);
}

/**
 * A text with what an embed's title or a field's name may hold.
 * @param {string} text
 * @returns {Node[]}
 */
export function renderLimited(text) {
  return parseLimited(text).map(draw);
}

/** @type {Record<string, (tree: Tree) => Node>} */
const DRAW = {
  text: (tree) => document.createTextNode(tree.value),
  break: () => h("br"),
  em: (tree) => h("em", {}, tree.children.map(draw)),
  strong: (tree) => h("strong", {}, tree.children.map(draw)),
  underline: (tree) => h("u", {}, tree.children.map(draw)),
  strike: (tree) => h("s", {}, tree.children.map(draw)),
  spoiler: drawSpoiler,
  code: (tree) => h("code", { class: "md-code", text: tree.value }),
  codeblock: (tree) =>
    h(
      "pre",
      { class: "md-block", tabindex: "0", "aria-label": tree.language ? `Code, ${tree.language}` : "Code" },
      h("code", { text: tree.value }),
    ),
  heading: (tree) =>
    h(
      "div",
      { class: `md-heading md-heading-${tree.level}`, role: "heading", "aria-level": tree.level + 2 },
      tree.children.map(draw),
    ),
  subtext: (tree) => h("small", { class: "md-subtext" }, tree.children.map(draw)),
  quote: (tree) => h("blockquote", { class: "md-quote" }, tree.children.map(draw)),
  list: drawList,
  link: drawLink,
  mention: drawMention,
  everyone: (tree) => h("span", { class: "mention mention-loud", text: `@${tree.name}` }),
  command: drawCommand,
  guide: (tree) => h("span", { class: "mention", text: `# ${tree.name}` }),
  emoji: (tree) =>
    h("span", {
      class: "md-emoji",
      title: "A custom emoji; the sandbox shows its name",
      text: `:${tree.name}:`,
    }),
  time: (tree) =>
    h("time", {
      class: "md-time",
      data: { unix: tree.unix, style: tree.style },
      title: styledTime(tree.unix, "F"),
      text: styledTime(tree.unix, tree.style),
    }),
};

/** @param {Tree} tree @returns {Node} */
function draw(tree) {
  return DRAW[tree.kind](tree);
}

/** @param {Tree} tree @returns {Node} */
function drawList(tree) {
  const items = tree.items.map((/** @type {Tree[]} */ item) => h("li", {}, item.map(draw)));
  return tree.isOrdered
    ? h("ol", { class: "md-list", start: tree.start }, items)
    : h("ul", { class: "md-list" }, items);
}

/** @param {Tree} tree @returns {Node} */
function drawLink(tree) {
  const title = tree.isMasked ? [tree.title, tree.href].filter(Boolean).join("\n") : null;
  return h(
    "a",
    { class: "md-link", href: tree.href, title, target: "_blank", rel: "noopener noreferrer nofollow" },
    tree.children.map(draw),
  );
}

/**
 * Hidden until it is opened by a click, Enter or the space bar.
 * @param {Tree} tree
 * @returns {Node}
 */
function drawSpoiler(tree) {
  const content = h(
    "span",
    { class: "spoiler-text", "aria-hidden": "true", inert: true },
    tree.children.map(draw),
  );
  const spoiler = h(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabindex: "0",
      "aria-label": "Spoiler, hidden. Press to show it",
      "aria-expanded": "false",
    },
    content,
  );

  /** @param {Event} event */
  const open = (event) => {
    if (spoiler.classList.contains("is-open")) {
      return;
    }

    event.preventDefault();
    event.stopPropagation();
    spoiler.classList.add("is-open");
    ["role", "aria-label", "aria-expanded"].forEach((name) => spoiler.removeAttribute(name));
    content.removeAttribute("aria-hidden");
    content.removeAttribute("inert");
  };

  spoiler.addEventListener("click", open);
  spoiler.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.target === spoiler && (event.key === "Enter" || event.key === " ")) {
      open(event);
    }
  });
  return spoiler;
}

/** @param {Tree} tree @returns {Node} */
function drawMention(tree) {
  if (tree.sign === "#") {
    return drawChannel(tree.id);
  }

  if (tree.sign === "@&") {
    const role = openGuild()?.roles.find((one) => one.id === tree.id);
    const mention = h("span", {
      class: "mention",
      text: `@${role?.name.replace(/^@/, "") ?? "unknown-role"}`,
    });

    if (role?.color) {
      mention.style.setProperty("--mention", hexColor(role.color));
    }

    return mention;
  }

  const user = memberOf(tree.id)?.user ?? userById(tree.id);
  return h("span", {
    class: ["mention", tree.id === state.me && "mention-me"],
    title: user ? user.username : "Nobody here has this id",
    text: user ? `@${shownName(tree.id)}` : "@unknown-user",
  });
}

/** @param {string} id @returns {Node} */
function drawChannel(id) {
  const guild = openGuild();
  const channel = guild?.channels.find((one) => one.id === id);

  if (!channel) {
    return h("span", { class: "mention", text: "# No Access" });
  }

  return h("a", { class: "mention", href: `#/${guild?.id}/${id}?as=${state.me}`, text: `# ${channel.name}` });
}

/** Puts the command into the composer. @param {Tree} tree @returns {Node} */
function drawCommand(tree) {
  return h("button", {
    type: "button",
    class: "mention mention-command",
    text: `/${tree.name}`,
    on: { click: () => emit("insert", `/${tree.name} `) },
  });
}

/**
 * A colour of Discord's (an integer) as CSS writes it.
 * @param {number} color
 * @returns {string}
 */
export function hexColor(color) {
  return `#${(color & 0xffffff).toString(16).padStart(6, "0")}`;
}
