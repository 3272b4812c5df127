// A select as in messages and forms: a button that opens a list, with a field to search in where the list is
// long. One value or several; all of it works with the keyboard.

import { h, icon, uniqueId } from "./dom.js";
import { createListbox } from "./listbox.js";
import { openPopover } from "./popover.js";

/** @typedef {import("./types.js").Item} Item */

const SEARCHED_FROM = 9;

/**
 * @typedef {object} SelectSettings
 * @property {string} label for screen readers
 * @property {string} [placeholder]
 * @property {Item[]} items
 * @property {number} min
 * @property {number} max
 * @property {boolean} [isDisabled]
 * @property {string} [testId]
 * @property {string} [describedBy]
 * @property {(values: string[]) => void} onChange at each change
 * @property {(values: string[]) => void} [onCommit] when the person is done: at once with one value, at closing with several
 */

/**
 * A new select.
 * @param {SelectSettings} settings
 * @returns {{element: HTMLElement, button: HTMLButtonElement, values: () => string[]}}
 */
export function createSelect(settings) {
  const { items, min, max } = settings;
  const isMulti = max > 1;
  let chosen = items.filter((item) => item.isDefault).map((item) => item.value);
  let committed = chosen.join("\n");
  let typed = "";
  /** @type {{close: () => void, place: () => void} | null} */
  let popover = null;

  const list = createListbox({
    label: settings.label,
    testId: "select-option",
    isMulti,
    isChosen: (item) => chosen.includes(item.value),
    onPick: (item) => pick(item),
    onActive: () => setActive(),
  });
  const search = h("input", {
    class: "select-search",
    type: "text",
    placeholder: "Search",
    "aria-label": `Search in ${settings.label}`,
    autocomplete: "off",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": list.element.id,
    on: { input: () => show(search.value) },
  });
  const nothing = h("p", { class: "select-none", text: "Nothing found", hidden: true });
  const isSearched = items.length >= SEARCHED_FROM;
  const panel = h(
    "div",
    { class: "panel select-panel", id: uniqueId("panel"), popover: "manual" },
    isSearched && search,
    list.element,
    nothing,
  );
  const words = h("span", { class: "select-words" });
  const button = h(
    "button",
    {
      type: "button",
      class: "select-button",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": list.element.id,
      "aria-label": settings.label,
      "aria-describedby": settings.describedBy,
      "data-testid": settings.testId,
      disabled: settings.isDisabled,
      on: { click: () => (popover ? close() : open()) },
    },
    words,
    icon("down"),
  );
  const element = h("div", { class: "select" }, button, panel);
  const host = isSearched ? search : button;

  const setActive = () => {
    host.setAttribute("aria-activedescendant", list.activeId());
  };

  const showChosen = () => {
    const labels = chosen.map((value) => items.find((item) => item.value === value)?.label ?? value);
    words.replaceChildren(
      ...(labels.length
        ? labels.map((text) => h("span", { class: isMulti ? "select-chip" : "select-one", text }))
        : [h("span", { class: "select-placeholder", text: settings.placeholder || "Make a selection" })]),
    );
    button.setAttribute(
      "aria-label",
      `${settings.label}: ${labels.join(", ") || settings.placeholder || "nothing chosen"}`,
    );
  };

  /** @param {string} query */
  const show = (query) => {
    const wanted = query.trim().toLowerCase();
    const found = items.filter((item) =>
      `${item.label} ${item.description ?? ""}`.toLowerCase().includes(wanted),
    );
    list.setItems(found);
    nothing.hidden = found.length > 0;

    if (found.length) {
      list.activate(
        Math.max(
          0,
          found.findIndex((item) => chosen.includes(item.value)),
        ),
      );
      list.refresh();
    }

    popover?.place();
  };

  const open = () => {
    popover = openPopover(panel, button, { isWide: true, onClose: closed });
    button.setAttribute("aria-expanded", "true");
    search.value = "";
    show("");
    host.focus();
  };

  const close = () => popover?.close();

  const closed = () => {
    popover = null;
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-activedescendant");

    if (panel.contains(document.activeElement)) {
      button.focus();
    }

    if (isMulti) {
      commit();
    }
  };

  const commit = () => {
    if (chosen.join("\n") !== committed && chosen.length >= min) {
      committed = chosen.join("\n");
      settings.onCommit?.([...chosen]);
    }
  };

  /** @param {Item} item */
  const pick = (item) => {
    if (isMulti) {
      toggle(item.value);
    } else {
      chosen = chosen.includes(item.value) && min === 0 ? [] : [item.value];
    }

    list.refresh();
    showChosen();
    settings.onChange([...chosen]);

    if (!isMulti) {
      close();
      button.focus();
      committed = "";
      settings.onCommit?.([...chosen]);
    }
  };

  /** @param {string} value */
  const toggle = (value) => {
    if (chosen.includes(value)) {
      chosen = chosen.filter((one) => one !== value);
    } else if (chosen.length < max) {
      chosen = [...chosen, value];
    }
  };

  /** Jumps to the line that begins with what is typed. @param {string} letter */
  const jump = (letter) => {
    typed += letter.toLowerCase();
    const at = list.items().findIndex((item) => item.label.toLowerCase().startsWith(typed));

    if (at >= 0) {
      list.activate(at);
    }

    setTimeout(() => (typed = ""), 700);
  };

  /** @param {KeyboardEvent} event */
  const keyWhileOpen = (event) => {
    const active = list.active();

    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      list.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Home" || event.key === "End") {
      list.activate(event.key === "Home" ? 0 : list.items().length - 1);
    } else if ((event.key === "Enter" || (event.key === " " && !isSearched)) && active) {
      pick(active);
    } else if (event.key === "Escape") {
      close();
      button.focus();
    } else if (event.key === "Tab") {
      close();
      return;
    } else if (!isSearched && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      jump(event.key);
    } else {
      return;
    }

    event.preventDefault();
    event.stopPropagation();
  };

  element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (popover) {
      keyWhileOpen(event);
    } else if (event.target === button && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      open();
    }
  });
  showChosen();
  return { element, button, values: () => [...chosen] };
}
