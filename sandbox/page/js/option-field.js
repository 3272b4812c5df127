// One option of a command in the composer: a pill with the option's name and a field to type in.

import { createAutocomplete } from "./autocomplete.js";
import { h, icon } from "./dom.js";
import { ATTACHMENT, filterItems, fixedItems, readOption } from "./option-values.js";

/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./option-values.js").Reading} Reading */
/** @typedef {ReturnType<typeof import("./suggestions.js").createSuggestions>} Suggestions */

/**
 * What an option's field tells the form it is in.
 * @typedef {object} Surroundings
 * @property {Suggestions} suggestions
 * @property {(option: Option, text: string, signal: AbortSignal) => Promise<{choices: import("./types.js").Choice[]}>} ask
 * @property {() => void} submit
 * @property {() => void} cancel
 * @property {(field: OptionField) => void} remove
 * @property {(field: OptionField, step: 1 | -1) => void} leave to the next or previous field
 * @property {(field: OptionField, text: string) => string | null} startAnother the text that stays here, if its end named another option ("year:")
 */

/**
 * @typedef {object} OptionField
 * @property {Option} option
 * @property {HTMLElement} element
 * @property {HTMLInputElement} input
 * @property {(text: string) => void} setText
 * @property {() => string} text
 * @property {() => Reading} read
 * @property {() => File[]} files
 * @property {(sentence: string) => void} complain empty: nothing is wrong
 * @property {() => Promise<void>} ready when a choice that was asked for by Tab has come
 * @property {() => void} stop
 */

/**
 * A pill.
 * @param {Option} option
 * @param {Surroundings} around
 * @returns {OptionField}
 */
export function createOptionField(option, around) {
  const { suggestions } = around;
  const isFile = option.type === ATTACHMENT;
  /** @type {Item | null} */
  let chosen = null;
  /** @type {Item[]} */
  let lastItems = [];
  let ready = Promise.resolve();

  const input = h("input", {
    class: isFile ? "pill-file" : "pill-input",
    type: isFile ? "file" : "text",
    "aria-label": `${option.name}: ${option.description}`,
    "aria-required": option.required ? "true" : null,
    "data-testid": `command-option-${option.name}`,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    ...(isFile ? {} : { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list" }),
  });
  const element = h(
    "span",
    {
      class: ["pill", isFile && "pill-of-file"],
      "data-option": option.name,
      on: { mousedown: (/** @type {MouseEvent} */ event) => focusInstead(event) },
    },
    h("span", { class: "pill-name", text: option.name }),
    input,
    !option.required &&
      h(
        "button",
        {
          type: "button",
          class: "pill-remove",
          tabindex: "-1",
          "aria-label": `Remove ${option.name}`,
          on: { click: () => around.remove(field) },
        },
        icon("close"),
      ),
  );

  /** @param {MouseEvent} event */
  const focusInstead = (event) => {
    if (event.target instanceof Element && !event.target.closest("input, button")) {
      event.preventDefault();
      input.focus();
    }
  };

  const fit = () => {
    if (!isFile && !CSS.supports("field-sizing", "content")) {
      input.style.width = `${Math.min(Math.max([...input.value].length + 2, 5), 60)}ch`;
    }
  };

  /** @param {Item} item */
  const take = (item) => {
    input.value = item.label;
    chosen = item;
    fit();
    complain("");
    live?.stop();
    suggestions.hide(input);
    input.focus();
    around.leave(field, 1);
  };

  /**
   * @param {Item[]} items
   * @param {{status?: string, isProblem?: boolean, isStale?: boolean}} [more]
   */
  const offer = (items, more = {}) => {
    lastItems = items;

    if (document.activeElement === input) {
      suggestions.show(input, {
        title: option.name,
        hint: option.description,
        testId: "autocomplete-option",
        items,
        onPick: take,
        ...more,
      });
    }
  };

  const live = option.autocomplete
    ? createAutocomplete(
        (signal) => around.ask(option, input.value, signal),
        (answer) => {
          if (answer.kind === "loading") {
            offer(lastItems, { status: "Loading options…", isStale: true });
          } else if (answer.kind === "error") {
            offer([], { status: `${answer.sentence} What you typed can still be sent.`, isProblem: true });
          } else {
            const items = answer.choices.map((choice) => ({
              label: choice.name,
              value: String(choice.value),
            }));
            offer(items, items.length ? {} : { status: "No options match your search." });
          }
        },
      )
    : null;

  const suggest = () => {
    const items = fixedItems(option);

    if (live && !chosen) {
      live.request();
    } else if (items) {
      const found = filterItems(items, chosen ? "" : input.value);
      offer(found, found.length ? {} : { status: "No options match your search." });
    } else {
      offer([], {});
    }
  };

  /** @param {string} sentence */
  const complain = (sentence) => {
    element.classList.toggle("is-wrong", Boolean(sentence));
    input.setAttribute("aria-invalid", String(Boolean(sentence)));
  };

  const typed = () => {
    chosen = null;
    complain("");
    const rest = isFile ? null : around.startAnother(field, input.value);

    if (rest !== null) {
      input.value = rest;
      fit();
      return;
    }

    fit();
    suggest();
  };

  /**
   * Tab: the first choice, also one that is still to come.
   * @returns {boolean} whether there is something to take
   */
  const takeFirst = () => {
    if (chosen || isFile || !suggestions.isOpen()) {
      return false;
    }

    if (live?.isPending()) {
      const text = input.value;
      ready = live.settled().then((answer) => {
        if (answer?.kind === "choices" && answer.choices.length && input.value === text) {
          const [first] = answer.choices;
          take({ label: first.name, value: String(first.value) });
        }
      });
      return true;
    }

    const item = suggestions.active() ?? suggestions.first();
    return item ? (take(item), true) : false;
  };

  /** @param {KeyboardEvent} event @returns {boolean} whether the key has been used */
  const onKey = (event) => {
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        suggestions.move(event.key === "ArrowDown" ? 1 : -1);
        return !isFile;
      case "Enter":
        return enter();
      case "Tab":
        return !event.shiftKey && takeFirst();
      case "Escape":
        return escape();
      case "Backspace":
        return (isFile ? !input.files?.length : input.value === "") && (around.remove(field), true);
      case "ArrowLeft":
        return !isFile && input.selectionEnd === 0 && (around.leave(field, -1), true);
      case "ArrowRight":
        return !isFile && input.selectionStart === input.value.length && (around.leave(field, 1), true);
      default:
        return false;
    }
  };

  const enter = () => {
    const active = suggestions.active();

    if (active && suggestions.isMoved()) {
      take(active);
    } else {
      around.submit();
    }

    return true;
  };

  const escape = () => {
    if (suggestions.isMoved()) {
      suggest();
    } else {
      around.cancel();
    }

    return true;
  };

  input.addEventListener("input", typed);
  input.addEventListener("focus", suggest);
  input.addEventListener("blur", () => {
    suggestions.hide(input);
    live?.stop();
  });
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (!event.isComposing && onKey(event)) {
      event.preventDefault();
    }
  });
  fit();

  /** @type {OptionField} */
  const field = {
    option,
    element,
    input,
    complain,
    text: () => (isFile ? "" : input.value),
    files: () => [...(input.files ?? [])],
    ready: () => ready,
    stop: () => live?.stop(),
    setText(text) {
      input.value = text;
      chosen = null;
      fit();

      if (document.activeElement === input) {
        suggest();
      }
    },
    read() {
      if (isFile) {
        const [file] = input.files ?? [];
        return file ? { kind: "value", value: file.name } : { kind: "empty" };
      }

      return readOption(option, input.value, chosen);
    },
  };
  return field;
}
