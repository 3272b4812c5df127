// The list of commands that opens at a slash.

import { findEntries } from "./command-catalog.js";
import { avatar } from "./people.js";
import { world } from "./store.js";

/** @typedef {import("./types.js").CommandEntry} CommandEntry */

/**
 * The picker of a field.
 * @param {{suggestions: ReturnType<typeof import("./suggestions.js").createSuggestions>, field: HTMLTextAreaElement, pick: (entry: CommandEntry) => void, send: () => void, cancel: () => void}} settings
 * @returns {{offer: (entries: CommandEntry[]) => void, onKey: (event: KeyboardEvent) => boolean}} `onKey` tells whether it used the key
 */
export function createPicker({ suggestions, field, pick, send, cancel }) {
  /** @type {CommandEntry[]} */
  let found = [];

  /**
   * A command that asks for nothing and was typed in full is sent at once.
   * @param {CommandEntry} entry
   */
  const enter = (entry) => {
    const isComplete = !entry.options.length && field.value.trim().toLowerCase() === `/${entry.name}`;
    pick(entry);

    if (isComplete) {
      send();
    }
  };

  return {
    offer(entries) {
      const text = field.value;
      found = text.startsWith("/") && !text.includes("\n") ? findEntries(entries, text.slice(1)) : [];

      if (!found.length) {
        suggestions.hide(field);
        return;
      }

      suggestions.show(field, {
        title: "Commands",
        hint: world().application.name,
        testId: "command-choice",
        isFirstActive: true,
        items: found.map((entry) => ({
          label: `/${entry.name}`,
          value: entry.name,
          description: entry.description,
          mark: avatar(world().application.bot, "avatar avatar-small"),
        })),
        onPick: (item) => found.filter((entry) => entry.name === item.value).forEach(pick),
      });
    },
    onKey(event) {
      const active = suggestions.active();
      const entry = active && found.find((one) => one.name === active.value);

      if (!entry) {
        return false;
      }

      switch (event.key) {
        case "ArrowDown":
        case "ArrowUp":
          suggestions.move(event.key === "ArrowDown" ? 1 : -1);
          return true;
        case "Enter":
        case "Tab":
          if (event.shiftKey) {
            return false;
          }

          event.key === "Enter" ? enter(entry) : pick(entry);
          return true;
        case "Escape":
          cancel();
          return true;
        default:
          return false;
      }
    },
  };
}
