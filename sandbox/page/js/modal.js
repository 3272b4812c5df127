// A form the bot opened: a dialog that keeps the focus, asks before it throws away what was typed, and stays
// open with everything in it until the bot has taken it.

import { sendModal } from "./api.js";
import { h, iconButton, uniqueId } from "./dom.js";
import { renderParts } from "./modal-fields.js";
import { avatar } from "./people.js";
import { state, world } from "./store.js";

/** @typedef {import("./modal-fields.js").Field} Field */

const FOCUSABLE = "button:not([disabled]), input:not([disabled]), textarea, a[href], [tabindex='0']";

/**
 * Shows a form.
 * @param {{interaction_id: string, modal: {title: string, components: import("./types.js").Component[]}}} opened
 * @param {ReturnType<typeof import("./interactions.js").followInteractions>} interactions
 */
export function showModal({ interaction_id: interactionId, modal }, interactions) {
  const titleId = uniqueId("title");
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const parts = renderParts(modal.components, (field) => changed(field));
  const fields = parts.flatMap(({ field }) => (field ? [field] : []));
  const problem = h("p", {
    class: "form-problem form-problem-whole",
    role: "alert",
    "data-testid": "modal-problem",
    hidden: true,
  });
  const cancel = h("button", {
    type: "button",
    class: "button button-plain",
    text: "Cancel",
    "data-testid": "modal-cancel",
    on: { click: () => askToClose() },
  });
  const submit = h(
    "button",
    { type: "submit", class: "button button-primary", "data-testid": "modal-submit" },
    h("span", { text: "Submit" }),
    h("span", { class: "spinner", "aria-hidden": "true" }),
  );
  const form = h(
    "form",
    { class: "modal-form", method: "dialog", novalidate: true },
    h(
      "header",
      { class: "modal-head" },
      avatar(world().application.bot, "avatar avatar-small"),
      h("h2", { id: titleId, text: modal.title }),
      iconButton("close", "Close", () => askToClose(), { class: "modal-close" }),
    ),
    h(
      "div",
      { class: "modal-body" },
      h("p", {
        class: "modal-notice",
        text: `This form goes to ${world().application.name}, in the sandbox.`,
      }),
      parts.map((part) => part.element),
      problem,
    ),
    h("footer", { class: "modal-foot" }, cancel, submit),
  );
  const question = drawQuestion(
    () => close(),
    () => keep(),
  );
  const dialog = h(
    "dialog",
    { class: "modal", "aria-labelledby": titleId, "aria-modal": "true", "data-testid": "modal" },
    form,
    question,
  );
  let isSending = false;

  /** @param {Field} field once a problem is shown, it goes as soon as it is solved */
  const changed = (field) => {
    if (field.element.classList.contains("is-wrong")) {
      field.complain(field.problem());
    }
  };

  const close = () => {
    dialog.close();
    dialog.remove();

    if (before?.isConnected) {
      // The list may have gone on to the answer, far from what opened the form.
      before.focus({ preventScroll: true });
    } else {
      document.querySelector("textarea")?.focus();
    }
  };

  const keep = () => {
    question.hidden = true;
    form.removeAttribute("inert");
    cancel.focus();
  };

  const askToClose = () => {
    if (!question.hidden) {
      keep();
    } else if (!isSending && !fields.some((field) => field.isTouched())) {
      close();
    } else if (!isSending) {
      question.hidden = false;
      form.setAttribute("inert", "");
      /** @type {HTMLElement | null} */ (question.querySelector("button"))?.focus();
    }
  };

  /** @param {string} sentence */
  const complain = (sentence) => {
    problem.hidden = !sentence;
    problem.textContent = sentence;
    problem.scrollIntoView({ block: "nearest" });
  };

  const isFilled = () => {
    const wrong = fields.filter((field) => {
      field.complain(field.problem());
      return field.problem();
    });
    wrong[0]?.focus();
    return !wrong.length;
  };

  const send = async () => {
    complain("");

    if (isSending || !isFilled()) {
      return;
    }

    isSending = true;
    submit.classList.add("is-waiting");
    submit.setAttribute("aria-busy", "true");
    const values = Object.fromEntries(fields.map((field) => [field.customId, field.value()]));
    const files = Object.fromEntries(fields.map((field) => [field.customId, field.files()]));
    const { outcome, reason, sentence, isFinal } = await interactions.run(() =>
      sendModal({ user: state.me, interaction_id: interactionId, values }, files),
    );
    isSending = false;
    submit.classList.remove("is-waiting");
    submit.removeAttribute("aria-busy");

    if (outcome === "done") {
      close();
    } else if (isFinal) {
      complain(`${sentence} It cannot be sent any more, but your text is still here: you can copy it.`);
    } else {
      complain(reason === "request" ? sentence : `${sentence}. Nothing is lost: you can try again.`);
    }
  };

  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    void send();
  });
  dialog.addEventListener("cancel", (/** @type {Event} */ event) => event.preventDefault());
  dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      askToClose();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    } else if (event.key === "Tab") {
      keepInside(event, question.hidden ? form : question);
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  (fields[0] ?? { focus: () => submit.focus() }).focus();
}

/** Tab goes round inside. @param {KeyboardEvent} event @param {HTMLElement} within */
function keepInside(event, within) {
  const all = /** @type {HTMLElement[]} */ ([...within.querySelectorAll(FOCUSABLE)]).filter((element) =>
    element.checkVisibility(),
  );
  const last = all[all.length - 1];
  const from = event.shiftKey ? all[0] : last;

  if (document.activeElement === from || !within.contains(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? last : all[0])?.focus();
  }
}

/** @param {() => void} discard @param {() => void} keep @returns {HTMLElement} */
function drawQuestion(discard, keep) {
  return h(
    "div",
    {
      class: "modal-question",
      role: "alertdialog",
      "aria-label": "Discard what you typed?",
      "data-testid": "modal-discard",
      hidden: true,
    },
    h(
      "div",
      { class: "modal-question-box" },
      h("h3", { text: "Discard what you typed?" }),
      h("p", { text: "The form will close and its text will be gone." }),
      h(
        "div",
        { class: "modal-question-buttons" },
        h("button", {
          type: "button",
          class: "button button-secondary",
          text: "Go on writing",
          on: { click: keep },
        }),
        h("button", {
          type: "button",
          class: "button button-danger",
          text: "Discard",
          on: { click: discard },
        }),
      ),
    ),
  );
}
