// Menus: a column of actions beside what was pressed, with arrow keys, first letters and Escape.

import { h, icon } from "./dom.js";
import { openPopover } from "./popover.js";

/**
 * @typedef {object} Action
 * @property {string} label
 * @property {() => void} [run]
 * @property {string} [hint] a second, smaller line
 * @property {Node | null} [mark]
 * @property {boolean} [isChosen] one of several that exclude each other
 * @property {boolean} [isDanger]
 * @property {string} [testId]
 * @property {boolean} [isHeading] a title over the actions below it; does nothing
 */

/**
 * Opens a menu; the focus comes back to where it was when it closes.
 * @param {HTMLElement | {x: number, y: number}} anchor
 * @param {string} label
 * @param {Action[]} actions
 */
export function openMenu(anchor, label, actions) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const element = h("div", { class: "panel menu", role: "menu", "aria-label": label, tabindex: "-1" });
  element.append(...actions.map((action) => drawAction(action, () => choose(action))));
  document.body.append(element);

  const popover = openPopover(element, anchor, {
    onClose: () => {
      const hadFocus = element.contains(document.activeElement);
      element.remove();

      if (hadFocus) {
        before?.focus();
      }
    },
  });

  /** @param {Action} action */
  const choose = (action) => {
    popover.close();
    action.run?.();
  };

  element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const items = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[role^=menuitem]")]);
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = nextItem(event.key, at, items);

    if (next) {
      event.preventDefault();
      next.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      popover.close();
    }
  });
  /** @type {HTMLElement | null} */ (
    element.querySelector("[aria-checked=true]") ?? element.querySelector("[role^=menuitem]")
  )?.focus();
}

/**
 * @param {string} key
 * @param {number} at
 * @param {HTMLElement[]} items
 * @returns {HTMLElement | undefined}
 */
function nextItem(key, at, items) {
  switch (key) {
    case "ArrowDown":
      return items[(at + 1) % items.length];
    case "ArrowUp":
      return items[(at - 1 + items.length) % items.length];
    case "Home":
      return items[0];
    case "End":
      return items[items.length - 1];
    default:
      return key.length === 1 && key !== " "
        ? items.find((item) => item.textContent?.toLowerCase().startsWith(key.toLowerCase()))
        : undefined;
  }
}

/** @param {Action} action @param {() => void} choose @returns {HTMLElement} */
function drawAction(action, choose) {
  if (action.isHeading) {
    return h("div", { class: "menu-heading", role: "presentation", text: action.label });
  }

  const isRadio = action.isChosen !== undefined;
  return h(
    "button",
    {
      type: "button",
      class: ["menu-item", action.isDanger && "is-danger"],
      role: isRadio ? "menuitemradio" : "menuitem",
      "aria-checked": isRadio ? String(action.isChosen) : null,
      "data-testid": action.testId,
      tabindex: "-1",
      on: { click: choose },
    },
    action.mark,
    h(
      "span",
      { class: "option-words" },
      h("span", { class: "option-label", text: action.label }),
      action.hint && h("span", { class: "option-description", text: action.hint }),
    ),
    action.isChosen && icon("check"),
  );
}
