// A chosen command in the composer: its name, its options as pills, and the rest of the line, in which
// further options can be named.

import { nestOptions } from "./command-catalog.js";
import { h } from "./dom.js";
import { problemOf, readAll, readWhileTyping } from "./form-values.js";
import { createOptionField } from "./option-field.js";
import { ATTACHMENT, STRING } from "./option-values.js";
import { avatar } from "./people.js";
import { world } from "./store.js";

/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./option-field.js").OptionField} OptionField */

/**
 * @typedef {object} FormSettings
 * @property {import("./types.js").CommandEntry} entry
 * @property {ReturnType<typeof import("./suggestions.js").createSuggestions>} suggestions
 * @property {HTMLTextAreaElement} tail the composer's own field, which stands behind the pills
 * @property {(options: any[], signal: AbortSignal) => Promise<{choices: import("./types.js").Choice[]}>} ask
 * @property {(options: any[], files: Record<string, File[]>) => void} send
 * @property {(sentence: string) => void} complain
 * @property {(text: string) => void} cancel with the text that the composer shall hold then
 */

/**
 * A chosen command.
 * @param {FormSettings} settings
 * @returns {{element: HTMLElement, begin: (text: string) => void, submit: () => Promise<void>, onTailInput: () => void, onTailKey: (event: KeyboardEvent) => boolean, stop: () => void}}
 */
export function createCommandForm(settings) {
  const { entry, suggestions, tail } = settings;
  const pills = h("span", { class: "pills" });
  const element = h(
    "span",
    { class: "command" },
    h(
      "span",
      { class: "command-chip", "data-testid": "command-chip" },
      avatar(world().application.bot, "avatar avatar-tiny"),
      `/${entry.name}`,
    ),
    pills,
  );
  /** @type {OptionField[]} */
  let fields = [];

  const unused = () => entry.options.filter((option) => !fields.some((field) => field.option === option));

  /** @param {Option} option @returns {OptionField} */
  const add = (option) => {
    const field = createOptionField(option, around);
    fields.push(field);
    pills.append(field.element);
    return field;
  };

  /** @param {Option} option @param {string} [text] */
  const addAndFocus = (option, text = "") => {
    tail.value = "";
    const field = add(option);
    field.setText(text);
    field.input.focus();
  };

  /** @param {OptionField} field */
  const remove = (field) => {
    const at = fields.indexOf(field);

    if (field.option.required) {
      if (at > 0) {
        fields[at - 1].input.focus();
      } else if (fields.every((one) => one.text() === "" && !one.files().length)) {
        settings.cancel(`/${entry.name}`);
      }

      return;
    }

    suggestions.hide(field.input);
    field.stop();
    field.element.remove();
    fields = fields.filter((one) => one !== field);
    (fields[at - 1]?.input ?? tail).focus();
  };

  /** @param {OptionField} field @param {1 | -1} step */
  const leave = (field, step) => {
    const next = fields[fields.indexOf(field) + step];

    if (next) {
      next.input.focus();
    } else if (step > 0) {
      tail.focus();
    }
  };

  /**
   * @param {string} text
   * @returns {{option: Option, before: string} | null} an option named at the end, as in "heat year:"
   */
  const named = (text) => {
    const match = /(?:^|\s)([-_\p{L}\p{N}]{1,32}):$/u.exec(text);
    const option = match && unused().find((one) => one.name === match[1].toLowerCase());
    return option ? { option, before: text.slice(0, match.index) } : null;
  };

  /** @type {import("./option-field.js").Surroundings} */
  const around = {
    suggestions,
    remove,
    leave,
    submit: () => void submit(),
    cancel: () => settings.cancel(""),
    ask: (option, text, signal) =>
      settings.ask(nestOptions(entry, readWhileTyping(fields, option, text)), signal),
    startAnother(field, text) {
      const next = named(text);

      if (!next) {
        return null;
      }

      queueMicrotask(() => addAndFocus(next.option));
      return next.before;
    },
  };

  const submit = async () => {
    await Promise.all(fields.map((field) => field.ready()));
    placeTail();
    const wrong = fields
      .map((field) => ({ field, sentence: problemOf(field) }))
      .filter((one) => one.sentence);
    fields.forEach((field) => field.complain(problemOf(field)));

    if (wrong.length) {
      wrong[0].field.input.focus();
      settings.complain(wrong.map(({ field, sentence }) => `${field.option.name}: ${sentence}`).join(" "));
      return;
    }

    if (tail.value.trim()) {
      settings.complain(
        `“${tail.value.trim()}” belongs to no option. Name one first, as in ${unused()[0]?.name ?? "option"}:`,
      );
      return;
    }

    const { values, files } = readAll(fields);
    settings.send(nestOptions(entry, values), files);
  };

  /** Text behind a command without any option yet belongs to its first one. */
  const placeTail = () => {
    const [first] = entry.options;

    if (tail.value.trim() && !fields.length && first?.type === STRING) {
      const field = add(first);
      field.setText(tail.value.trim());
      tail.value = "";
    }
  };

  const offerOptions = () => {
    const typed = tail.value.trim().toLowerCase();
    const items = unused()
      .filter((option) => option.name.startsWith(typed))
      .map((option) => ({ label: option.name, value: option.name, description: option.description }));

    if (!items.length) {
      suggestions.hide(tail);
      return false;
    }

    suggestions.show(tail, {
      title: "Options",
      hint: "that may be added",
      testId: "option-choice",
      items,
      onPick: (item) => pickOption(item.value),
    });
    return true;
  };

  /** @param {string} name */
  const pickOption = (name) => {
    const option = unused().find((one) => one.name === name);

    if (option) {
      suggestions.hide(tail);
      addAndFocus(option);
    }
  };

  return {
    element,
    submit,
    stop: () => {
      fields.forEach((field) => field.stop());
      suggestions.hide();
    },
    begin(text) {
      entry.options.filter((option) => option.required).forEach(add);
      tail.value = "";
      const [first] = fields;

      if (first) {
        first.input.focus();

        if (text && first.option.type !== ATTACHMENT) {
          first.setText(text);
          first.input.dispatchEvent(new Event("input"));
        }
      } else {
        tail.focus();
        tail.value = text;
        this.onTailInput();
      }
    },
    onTailInput() {
      const next = named(tail.value);

      if (next) {
        addAndFocus(next.option, "");
        return;
      }

      const [first] = entry.options;

      if (!offerOptions() && tail.value.trim() && !fields.length && first?.type === STRING) {
        addAndFocus(first, tail.value);
      }
    },
    onTailKey(event) {
      switch (event.key) {
        case "ArrowDown":
        case "ArrowUp":
          suggestions.move(event.key === "ArrowDown" ? 1 : -1);
          return true;
        case "Enter": {
          const active = suggestions.active();
          active && suggestions.isMoved() ? pickOption(active.value) : void submit();
          return true;
        }
        case "Tab": {
          const item = event.shiftKey
            ? null
            : (suggestions.active() ?? (tail.value.trim() ? suggestions.first() : null));
          return item ? (pickOption(item.value), true) : false;
        }
        case "Escape":
          settings.cancel("");
          return true;
        case "Backspace":
        case "ArrowLeft":
          return tail.selectionEnd === 0 && stepBack(event.key === "Backspace");
        default:
          return false;
      }
    },
  };

  /**
   * From the start of the line's rest into the last pill.
   * @param {boolean} isErasing
   * @returns {boolean}
   */
  function stepBack(isErasing) {
    const last = fields[fields.length - 1];

    if (last) {
      last.input.focus();
    } else if (isErasing) {
      settings.cancel(`/${entry.name}`);
    }

    return Boolean(last) || isErasing;
  }
}
