// A command that was sent and is not answered yet, or never was, as it stands below the messages.

import { h, icon } from "./dom.js";
import { avatar } from "./people.js";
import { shownName, state, world } from "./store.js";

/** @typedef {import("./types.js").PendingRow} PendingRow */

/**
 * The row of such a command.
 * @param {PendingRow} row
 * @param {(row: PendingRow) => void} dismiss
 * @returns {HTMLElement}
 */
export function renderPending(row, dismiss) {
  const bot = world().application.bot;
  const isFailed = row.state === "failed";
  return h(
    "div",
    { class: ["message pending", isFailed && "is-failed is-private"], "data-testid": "pending" },
    h(
      "div",
      { class: "message-used" },
      h("span", { class: "message-spine", "aria-hidden": "true" }),
      h("span", { class: "message-used-name", text: shownName(state.me) }),
      " used ",
      h("span", { class: "mention", text: row.name }),
    ),
    h("div", { class: "message-gutter" }, avatar(bot)),
    h(
      "div",
      { class: "message-main" },
      h(
        "div",
        { class: "message-head" },
        h("span", {
          class: "message-name",
          text: shownName(bot.id) === "unknown-user" ? bot.display_name : shownName(bot.id),
        }),
        h("span", { class: "bot-tag", text: "BOT" }),
      ),
      h(
        "p",
        { class: isFailed ? "pending-failed" : "pending-sending", role: isFailed ? "alert" : null },
        isFailed && icon("warn"),
        row.text,
      ),
      isFailed &&
        h(
          "div",
          { class: "private-note" },
          icon("eye"),
          "Only you can see this · ",
          h("button", {
            type: "button",
            class: "text-button",
            text: "Dismiss message",
            on: { click: () => dismiss(row) },
          }),
        ),
    ),
  );
}
