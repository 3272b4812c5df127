// One message: who, when, what, and what hangs on it.

import { removeMessage } from "./api.js";
import { renderComponents } from "./components.js";
import { append, h, icon, iconButton, uniqueId } from "./dom.js";
import { renderEmbed } from "./embed.js";
import { renderAttachment } from "./media.js";
import { hexColor, renderMarkdown } from "./markdown-render.js";
import { avatar } from "./people.js";
import { memberOf, shownName, state } from "./store.js";
import { fullDay, messageTime, shortTime } from "./time.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {ReturnType<typeof import("./interactions.js").followInteractions>} Interactions */

const FLAG_SUPPRESS_EMBEDS = 1 << 2;
const FLAG_EPHEMERAL = 1 << 6;
const FLAG_LOADING = 1 << 7;
const INVITE = /(?:https?:\/\/)?(?:www\.)?discord(?:\.gg|(?:app)?\.com\/invite)\/([\w-]{2,32})/gi;

/** Whether it is for one person alone. @param {Message} message */
export function isPrivate(message) {
  return Boolean(message.ephemeral_for) || Boolean((message.flags ?? 0) & FLAG_EPHEMERAL);
}

/**
 * Whether it says "Ines used /film" or what it answers to above its author.
 * @param {Message} message
 */
export function hasHeader(message) {
  return Boolean(message.interaction_metadata?.name) || Boolean(message.referenced_message);
}

/** Whether the person who looks is called by it. @param {Message} message */
function callsMe(message) {
  const roles = memberOf(state.me)?.role_ids ?? [];
  return (
    Boolean(message.mention_everyone) ||
    Boolean(message.mentions?.some((user) => user.id === state.me)) ||
    Boolean(message.mention_roles?.some((role) => roles.includes(role)))
  );
}

/**
 * A message as it stands in the list.
 * @param {Message} message
 * @param {{interactions: Interactions, openMenu: (message: Message, anchor: HTMLElement | {x: number, y: number}) => void}} settings
 * @returns {HTMLElement}
 */
export function renderMessage(message, { interactions, openMenu }) {
  const nameId = uniqueId("name");
  const more = iconButton("more", "More: apps, copy, delete", () => openMenu(message, more), {
    class: "message-more",
  });
  return h(
    "article",
    {
      class: ["message", isPrivate(message) && "is-private", callsMe(message) && "calls-me"],
      "data-testid": "message",
      "data-id": message.id,
      tabindex: "-1",
      "aria-labelledby": nameId,
      on: {
        contextmenu: (/** @type {MouseEvent} */ event) => {
          if (event.target instanceof Element && event.target.closest("a, input")) {
            return;
          }

          event.preventDefault();
          openMenu(message, event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : more);
        },
      },
    },
    renderUsed(message),
    h(
      "div",
      { class: "message-gutter" },
      avatar(message.author),
      h("time", { class: "message-hour", "aria-hidden": "true", text: shortTime(message.timestamp) }),
    ),
    h(
      "div",
      { class: "message-main" },
      renderHead(message, nameId),
      renderBody(message, interactions),
      renderPrivateNote(message),
    ),
    h("div", { class: "message-tools" }, more),
  );
}

/** @param {Message} message */
function renderUsed(message) {
  const used = message.interaction_metadata;

  if (used?.name) {
    return h(
      "div",
      { class: "message-used" },
      h("span", { class: "message-spine", "aria-hidden": "true" }),
      avatar(used.user, "avatar avatar-tiny"),
      nameOf(
        used.user.id,
        "message-used-name",
        used.user.display_name ?? used.user.global_name ?? used.user.username,
      ),
      h("span", { text: " used " }),
      h("span", { class: "mention", text: `/${used.name}` }),
    );
  }

  const replied = message.referenced_message;
  return (
    replied &&
    h(
      "div",
      { class: "message-used" },
      h("span", { class: "message-spine", "aria-hidden": "true" }),
      avatar(replied.author, "avatar avatar-tiny"),
      nameOf(replied.author.id, "message-used-name", replied.author.username),
      h("span", {
        class: "message-replied",
        text: ` ${replied.content.slice(0, 100) || "An embed or a file"}`,
      }),
    )
  );
}

/**
 * @param {string} id
 * @param {string} className
 * @param {string | null | undefined} otherwise
 * @param {string} [elementId]
 */
function nameOf(id, className, otherwise, elementId) {
  const member = memberOf(id);
  const known = shownName(id);
  const name = h("span", {
    class: className,
    id: elementId,
    text: known === "unknown-user" ? otherwise : known,
  });

  if (member?.color) {
    name.style.setProperty("--name", hexColor(member.color));
  }

  return name;
}

/** @param {Message} message @param {string} nameId */
function renderHead(message, nameId) {
  const { author } = message;
  return h(
    "header",
    { class: "message-head" },
    nameOf(author.id, "message-name", author.global_name ?? author.username, nameId),
    author.bot && h("span", { class: "bot-tag", text: "BOT" }),
    h("time", {
      class: "message-time",
      datetime: message.timestamp,
      title: fullDay(message.timestamp),
      text: messageTime(message.timestamp),
    }),
  );
}

/** @param {Message} message @param {Interactions} interactions @returns {Node[]} */
function renderBody(message, interactions) {
  const flags = message.flags ?? 0;

  if (flags & FLAG_LOADING) {
    const name = shownName(message.author.id);
    return [
      h(
        "p",
        { class: "thinking", "data-testid": "thinking" },
        h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
        h("span", { text: `${name} is thinking…` }),
      ),
    ];
  }

  const isEdited = Boolean(message.edited_timestamp);
  const edited =
    isEdited &&
    h("small", { class: "edited", title: messageTime(message.edited_timestamp ?? ""), text: "(edited)" });
  const parts = document.createDocumentFragment();
  append(parts, [
    (message.content || edited) &&
      h("div", { class: "content md", "data-testid": "content" }, renderMarkdown(message.content), edited),
    ...invites(message.content),
    ...message.attachments.map(renderAttachment),
    ...(flags & FLAG_SUPPRESS_EMBEDS ? [] : message.embeds.map(renderEmbed)),
    renderComponents(message, interactions),
  ]);
  return [...parts.childNodes];
}

/**
 * Discord shows a card for each invitation in a message's text; so it is seen here too.
 * @param {string} content
 */
function invites(content) {
  const codes = new Set([...content.matchAll(INVITE)].map((match) => match[1]));
  return [...codes].map((code) =>
    h(
      "div",
      { class: "invite", "data-testid": "invite" },
      icon("people"),
      h("span", { text: `Discord would show an invitation here: ${code}` }),
    ),
  );
}

/** @param {Message} message */
function renderPrivateNote(message) {
  if (!isPrivate(message)) {
    return null;
  }

  const dismiss = () => removeMessage(message.channel_id, message.id, state.me).catch(() => {});
  return h(
    "div",
    { class: "private-note" },
    icon("eye"),
    h("span", { text: "Only you can see this · " }),
    h("button", { type: "button", class: "text-button", text: "Dismiss message", on: { click: dismiss } }),
  );
}
