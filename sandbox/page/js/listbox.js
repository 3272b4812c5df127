// A list to choose from with the keyboard: the options under the composer, in selects, in menus of people.
// The focus stays where it is; the active line is named by aria-activedescendant.

import { h, icon, uniqueId } from "./dom.js";

/** @typedef {import("./types.js").Item} Item */

/**
 * @typedef {object} Listbox
 * @property {HTMLElement} element
 * @property {(items: Item[]) => void} setItems shows these, with none active
 * @property {() => Item[]} items
 * @property {(step: number) => void} move makes the next or previous line active, around the ends
 * @property {(index: number) => void} activate
 * @property {() => Item | null} active
 * @property {() => string} activeId the active line's id; empty if there is none
 * @property {() => void} refresh marks anew what is chosen
 */

/**
 * A new listbox.
 * @param {{label: string, testId?: string, isMulti?: boolean, isChosen?: (item: Item) => boolean, onPick: (item: Item) => void, onActive?: () => void}} settings
 * @returns {Listbox}
 */
export function createListbox({ label, testId, isMulti = false, isChosen, onPick, onActive }) {
  const id = uniqueId("list");
  const element = h("div", {
    id,
    class: "listbox",
    role: "listbox",
    "aria-label": label,
    "aria-multiselectable": isMulti ? "true" : null,
  });
  /** @type {Item[]} */
  let items = [];
  let current = -1;

  /** @param {number} index */
  const activate = (index) => {
    current = index;
    [...element.children].forEach((line, at) => line.classList.toggle("is-active", at === current));
    element.children[current]?.scrollIntoView({ block: "nearest" });
    onActive?.();
  };

  const refresh = () => {
    [...element.children].forEach((line, at) => {
      const chosen = isChosen ? isChosen(items[at]) : at === current;
      line.setAttribute("aria-selected", String(chosen));
    });
  };

  /** @param {Item} item @param {number} index */
  const line = (item, index) =>
    h(
      "div",
      {
        id: `${id}-${index}`,
        class: "option",
        role: "option",
        "aria-selected": "false",
        "data-testid": testId,
        "data-value": item.value,
        on: {
          mousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
          click: () => onPick(item),
        },
      },
      item.mark,
      h(
        "span",
        { class: "option-words" },
        h("span", { class: "option-label", text: item.label }),
        item.description && h("span", { class: "option-description", text: item.description }),
      ),
      isChosen && h("span", { class: "option-check" }, icon("check")),
    );

  return {
    element,
    activate,
    refresh,
    items: () => items,
    active: () => items[current] ?? null,
    activeId: () => (current >= 0 ? `${id}-${current}` : ""),
    setItems(next) {
      items = next;
      current = -1;
      element.replaceChildren(...items.map(line));
      refresh();
      onActive?.();
    },
    move(step) {
      if (items.length) {
        const from = current < 0 && step < 0 ? 0 : current;
        activate((from + step + items.length) % items.length);
        refresh();
      }
    },
  };
}
