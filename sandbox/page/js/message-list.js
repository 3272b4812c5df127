// The messages of the open channel: grouped by author, days apart, the newest at the bottom and kept in
// sight. Only what changed is drawn again.

import { h, icon } from "./dom.js";
import { hasHeader, renderMessage } from "./message.js";
import { renderPending } from "./pending-row.js";
import { openChannel, on, openGuild, state, world } from "./store.js";
import { fullDay } from "./time.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").PendingRow} PendingRow */

const GROUP_MS = 7 * 60 * 1000;
const NEAR_PX = 60;

/**
 * The list.
 * @param {{interactions: any, openMenu: (message: Message, anchor: any) => void, loadOlder: () => Promise<void>, dismissPending: (row: PendingRow) => void}} settings
 * @returns {HTMLElement}
 */
export function createMessageList({ interactions, openMenu, loadOlder, dismissPending }) {
  const start = h("div", { class: "channel-start" });
  const rows = h("div", {
    class: "message-rows",
    role: "log",
    "aria-label": "Messages",
    "aria-live": "polite",
    "data-testid": "messages",
  });
  const pending = h("div", { class: "pending-rows", "aria-live": "polite" });
  const inner = h("div", { class: "message-inner" }, start, rows, pending);
  const toNewest = h(
    "button",
    { type: "button", class: "to-newest", hidden: true, on: { click: () => toBottom() } },
    "Newer messages",
    icon("down"),
  );
  const element = h(
    "div",
    { class: "message-scroll", tabindex: "0", "aria-label": "Messages of this channel", role: "region" },
    inner,
  );
  /** @type {Map<string, HTMLElement>} */
  let drawn = new Map();
  let isPinned = true;
  let lastTop = 0;
  let isLoadingOlder = false;

  const toBottom = () => {
    element.scrollTop = element.scrollHeight;
    isPinned = true;
    toNewest.hidden = true;
  };

  const drawAll = () => {
    rows.classList.toggle("is-loading", state.isLoading);
    rows.setAttribute("aria-busy", String(state.isLoading));
    const next = new Map();

    for (const message of state.messages) {
      next.set(message.id, drawn.get(message.id) ?? renderMessage(message, { interactions, openMenu }));
    }

    drawn = next;
    drawStart(start);
    arrange(rows, drawn);
    settle();
  };

  const settle = () => {
    if (isPinned) {
      toBottom();
    }
  };

  /** @param {Message} message one that changed */
  const redraw = (message) => {
    const old = drawn.get(message.id);

    if (!old) {
      return;
    }

    const focused = old.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement)
      : null;
    const fresh = renderMessage(message, { interactions, openMenu });
    drawn.set(message.id, fresh);
    old.replaceWith(fresh);
    arrange(rows, drawn);

    if (focused) {
      const same = focused.dataset.customId
        ? fresh.querySelector(`[data-custom-id="${CSS.escape(focused.dataset.customId)}"]:not(:disabled)`)
        : null;
      /** @type {HTMLElement} */ (same ?? fresh).focus({ preventScroll: true });
    }

    settle();
  };

  const drawPending = () => {
    pending.replaceChildren(
      ...state.pending
        .filter((row) => row.channelId === state.channelId)
        .map((row) => renderPending(row, dismissPending)),
    );
    settle();
  };

  const scrolled = async () => {
    // Only going up leaves the end: what has just grown there has not been scrolled to yet.
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    isPinned = isAtEnd || (isPinned && element.scrollTop >= lastTop);
    lastTop = element.scrollTop;
    toNewest.hidden = isPinned;

    if (element.scrollTop < 200 && state.hasOlder && !isLoadingOlder && !state.isLoading) {
      isLoadingOlder = true;
      const before = element.scrollHeight - element.scrollTop;
      await loadOlder();
      element.scrollTop = element.scrollHeight - before;
      isLoadingOlder = false;
    }
  };

  element.addEventListener("scroll", scrolled, { passive: true });
  element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => walk(event, element, drawn));
  new ResizeObserver(settle).observe(inner);
  new ResizeObserver(settle).observe(element);
  const drawAnew = () => {
    drawn = new Map();
    drawAll();
    drawPending();
  };

  on("place", () => {
    isPinned = true;
    drawAnew();
  });
  on("world", drawAnew);
  on("messages", drawAll);
  on("message", redraw);
  on("pending", drawPending);
  on("present", toBottom);
  return h("div", { class: "message-pane" }, element, toNewest);
}

/**
 * Arrow keys go from message to message.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} list
 * @param {Map<string, HTMLElement>} drawn
 */
function walk(event, list, drawn) {
  const target = /** @type {HTMLElement} */ (event.target);
  const isRow = target === list || target.matches(".message");

  if (!isRow || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) {
    return;
  }

  const all = [...drawn.values()];
  const at = all.indexOf(target);
  const next = at < 0 ? all.length - 1 : at + (event.key === "ArrowDown" ? 1 : -1);

  if (all[next]) {
    event.preventDefault();
    all[next].focus();
  }
}

/**
 * Puts the rows in order, marks who goes on speaking, and sets days apart.
 * @param {HTMLElement} rows
 * @param {Map<string, HTMLElement>} drawn
 */
function arrange(rows, drawn) {
  /** @type {HTMLElement[]} */
  const wanted = [];
  /** @type {Message | null} */
  let previous = null;

  for (const message of state.messages) {
    const row = drawn.get(message.id);

    if (!row) {
      continue;
    }

    const isNewDay = !previous || fullDay(previous.timestamp) !== fullDay(message.timestamp);

    if (isNewDay) {
      wanted.push(dayOf(rows, message));
    }

    row.classList.toggle("is-grouped", !isNewDay && goesOn(previous, message));
    wanted.push(row);
    previous = message;
  }

  place(rows, wanted);
}

/**
 * Moves only what stands wrong, so that nothing loses its focus.
 * @param {HTMLElement} rows
 * @param {HTMLElement[]} wanted
 */
function place(rows, wanted) {
  const keep = new Set(wanted);
  [...rows.children].forEach((child) => keep.has(/** @type {HTMLElement} */ (child)) || child.remove());
  wanted.forEach((row, at) => {
    if (rows.children[at] !== row) {
      rows.insertBefore(row, rows.children[at] ?? null);
    }
  });
}

/** @param {HTMLElement} rows @param {Message} message @returns {HTMLElement} */
function dayOf(rows, message) {
  const day = fullDay(message.timestamp);
  const known = [...rows.children].find((child) => child instanceof HTMLElement && child.dataset.day === day);
  return (
    /** @type {HTMLElement | undefined} */ (known) ??
    h("div", { class: "day", role: "separator", "aria-label": day, data: { day } }, h("span", { text: day }))
  );
}

/** @param {Message | null} previous @param {Message} message whether it needs no name of its own */
function goesOn(previous, message) {
  return (
    previous !== null &&
    previous.author.id === message.author.id &&
    !hasHeader(message) &&
    Boolean(previous.ephemeral_for) === Boolean(message.ephemeral_for) &&
    Date.parse(message.timestamp) - Date.parse(previous.timestamp) < GROUP_MS
  );
}

/** @param {HTMLElement} start what stands above the first message */
function drawStart(start) {
  if (state.isLoading || state.hasOlder) {
    start.replaceChildren(
      h("p", {
        class: "channel-loading",
        role: "status",
        text: state.isLoading ? "Loading messages…" : "Loading older messages…",
      }),
    );
    return;
  }

  const channel = openChannel();
  const title = openGuild() ? `# ${channel?.name ?? ""}` : world().application.name;
  const words = openGuild()
    ? `This is where #${channel?.name ?? ""} begins.`
    : `This is your direct conversation with ${world().application.name}.`;
  start.replaceChildren(h("h2", { text: title }), h("p", { text: words }));
}
