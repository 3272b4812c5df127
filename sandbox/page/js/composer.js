// The composer: plain messages, and after a slash the command picker and the chosen command's form.

import { fetchChoices, sendCommand } from "./api.js";
import { listEntries, matchEntry } from "./command-catalog.js";
import { createCommandForm } from "./command-form.js";
import { createPicker } from "./command-picker.js";
import { h, icon, iconButton } from "./dom.js";
import { post, refusalOf } from "./plain-message.js";
import { createSender } from "./sent-commands.js";
import { emit, on, openChannel, state } from "./store.js";
import { createSuggestions } from "./suggestions.js";

/** @typedef {import("./types.js").CommandEntry} CommandEntry */
/** @typedef {ReturnType<typeof import("./interactions.js").followInteractions>} Interactions */

const TALLEST_PX = 220;

/**
 * The composer.
 * @param {{interactions: Interactions}} settings
 * @returns {{element: HTMLElement, useCommand: (command: import("./types.js").Command, targetId: string) => void, focus: () => void}}
 */
export function createComposer({ interactions }) {
  const follow = createSender(interactions);
  const suggestions = createSuggestions();
  const note = h("p", {
    class: "composer-note",
    role: "alert",
    "data-testid": "composer-note",
    hidden: true,
  });
  const field = h("textarea", {
    class: "composer-field",
    rows: "1",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-label": "Message, or / for a command",
    "data-testid": "composer",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "send",
  });
  const line = h(
    "div",
    { class: "composer-line", on: { mousedown: (/** @type {MouseEvent} */ event) => focusFromGap(event) } },
    field,
  );
  const send = iconButton("send", "Send", () => submit(), {
    class: "composer-send",
    "data-testid": "composer-send",
  });
  const slash = h("button", {
    type: "button",
    class: "icon-button composer-slash",
    title: "Commands",
    "aria-label": "Commands",
    text: "/",
    on: { click: () => beginSlash() },
  });
  const element = h(
    "div",
    { class: "composer" },
    suggestions.element,
    note,
    h("div", { class: "composer-box" }, slash, line, send),
  );
  /** @type {CommandEntry[]} */
  let entries = [];
  /** @type {ReturnType<typeof createCommandForm> | null} */
  let form = null;
  let isSending = false;
  /** @type {Map<string, {text: string, form: typeof form}>} what was begun elsewhere */
  const drafts = new Map();
  let place = "";

  /** @param {MouseEvent} event */
  const focusFromGap = (event) => {
    if (event.target === line) {
      event.preventDefault();
      field.focus();
    }
  };

  /** @param {string} sentence */
  const complain = (sentence) => {
    note.hidden = !sentence;
    note.replaceChildren(...(sentence ? [icon("warn"), sentence] : []));
  };

  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
  };

  /** @param {string} text */
  const setText = (text) => {
    field.value = text;
    field.focus();
    onInput();
  };

  const beginSlash = () => {
    endForm();
    setText("/");
  };

  /** @param {typeof form} next a command, or none */
  const putForm = (next) => {
    form?.stop();
    form?.element.remove();
    form = next;
    element.classList.toggle("is-command", form !== null);

    if (form) {
      line.prepend(form.element);
    }
  };

  const endForm = () => {
    putForm(null);
    field.value = "";
    complain("");
    fit();
  };

  /** @param {CommandEntry} entry @param {string} rest */
  const beginForm = (entry, rest) => {
    suggestions.hide();
    endForm();
    const begun = createCommandForm({
      entry,
      suggestions,
      tail: field,
      complain,
      ask: (options, signal) => fetchChoices({ ...base(entry.command.id), options }, signal),
      send: (options, files) => void sendForm(entry, options, files),
      cancel: (text) => {
        endForm();
        setText(text);
      },
    });
    putForm(begun);
    begun.begin(rest.trimStart());
  };

  /** @param {string} commandId */
  const base = (commandId) => ({ user: state.me, channel_id: state.channelId, command_id: commandId });

  /** @param {CommandEntry} entry @param {any[]} options @param {Record<string, File[]>} files */
  const sendForm = async (entry, options, files) => {
    if (isSending) {
      return;
    }

    isSending = true;
    const mine = form;
    const accepted = () => {
      isSending = false;
      drafts.forEach((draft, where) => draft.form === mine && drafts.delete(where));

      if (form === mine) {
        emit("present");
        endForm();
        field.focus();
      }
    };
    const sentence = await follow(
      `/${entry.name}`,
      () => sendCommand({ ...base(entry.command.id), options }, files),
      accepted,
    );

    if (sentence) {
      isSending = false;
      complain(sentence);
    }
  };

  const sendText = async () => {
    const content = field.value.trim();
    const refusal = refusalOf(content);

    if (!content || refusal) {
      complain(refusal);
      return;
    }

    setText("");
    emit("present");
    const problem = await post(content);

    if (problem) {
      setText(field.value || content);
      complain(problem);
    }
  };

  const submit = () => {
    if (form) {
      void form.submit();
    } else {
      void sendText();
    }
  };

  const onInput = () => {
    fit();
    complain("");

    if (form && !field.value.startsWith("/")) {
      form.onTailInput();
      return;
    }

    endFormKeepingText();
    const match = field.value.startsWith("/") ? matchEntry(entries, field.value) : null;

    if (match) {
      beginForm(match.entry, match.rest);
    } else {
      picker.offer(entries);
    }
  };

  /** A slash typed behind a command begins another one. */
  const endFormKeepingText = () => {
    if (form) {
      const text = field.value;
      endForm();
      field.value = text;
    }
  };

  const picker = createPicker({
    suggestions,
    field,
    pick: (entry) => beginForm(entry, ""),
    send: () => submit(),
    cancel: () => setText(""),
  });

  /** @param {KeyboardEvent} event @returns {boolean} whether the key has been used */
  const onKey = (event) => {
    if (form) {
      return form.onTailKey(event);
    }

    if (picker.onKey(event)) {
      return true;
    }

    if (event.key === "Enter" && !event.shiftKey) {
      void sendText();
      return true;
    }

    return false;
  };

  field.addEventListener("input", onInput);
  field.addEventListener("focus", () => (form ? form.onTailInput() : picker.offer(entries)));
  field.addEventListener("blur", () => suggestions.hide(field));
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (!event.isComposing && onKey(event)) {
      event.preventDefault();
    }
  });

  const onPlace = () => {
    const channel = openChannel();
    field.placeholder = `Message ${channel ? `#${channel.name}` : (state.world?.application.name ?? "")}`;
    drafts.set(place, { text: field.value, form });
    place = `${state.me} ${state.channelId}`;
    endForm();
    suggestions.hide();
    const draft = drafts.get(place);
    putForm(draft?.form ?? null);
    field.value = draft?.text ?? "";
    fit();
  };

  on("place", onPlace);
  on("commands", () => {
    entries = listEntries(state.commands ?? []);

    if (!form && document.activeElement === field && field.value.startsWith("/")) {
      onInput();
    }
  });
  on("insert", (/** @type {string} */ text) =>
    text.startsWith("/") ? (endForm(), setText(text)) : form ? undefined : setText(`${field.value}${text}`),
  );

  return {
    element,
    focus: () => field.focus(),
    useCommand: async (command, targetId) => {
      const sentence = await follow(command.name, () =>
        sendCommand({ ...base(command.id), target_id: targetId }),
      );

      if (sentence) {
        complain(sentence);
      }
    },
  };
}
