// The fields of a form: each is drawn with its label, says what is wrong with it, and knows its value.

import { h, icon, uniqueId } from "./dom.js";
import { renderMarkdown } from "./markdown-render.js";
import { drawControl } from "./modal-controls.js";

/** @typedef {import("./types.js").Component} Component */

/**
 * A field of a form. `value` is what is sent; `problem` the sentence why it cannot be, or nothing.
 * @typedef {object} Field
 * @property {string} customId
 * @property {HTMLElement} element
 * @property {() => string | string[] | boolean | null} value
 * @property {() => File[]} files
 * @property {() => string} problem
 * @property {() => boolean} isTouched whether it differs from how it came
 * @property {(sentence: string) => void} complain
 * @property {() => void} focus
 */

const TEXT_DISPLAY = 10;
const LABEL = 18;
const CHECKBOX = 23;

/**
 * The top-level parts of a form: fields, and texts between them (which have no field).
 * @param {Component[]} components
 * @param {(field: Field) => void} onChange
 * @returns {{element: HTMLElement, field: Field | null}[]}
 */
export function renderParts(components, onChange) {
  return components.flatMap(
    /** @returns {{element: HTMLElement, field: Field | null}[]} */ (component) => {
      if (component.type === TEXT_DISPLAY) {
        return [
          {
            element: h("div", { class: "form-text md" }, renderMarkdown(component.content ?? "")),
            field: null,
          },
        ];
      }

      if (component.type === LABEL && component.component) {
        return [
          renderField(component.component, component.label ?? "", component.description ?? "", onChange),
        ];
      }

      // the older form: a row that holds one text input with a label of its own
      return (component.components ?? []).map((inner) => renderField(inner, inner.label ?? "", "", onChange));
    },
  );
}

/**
 * @param {Component} component
 * @param {string} label
 * @param {string} description
 * @param {(field: Field) => void} onChange
 */
function renderField(component, label, description, onChange) {
  const labelId = uniqueId("label");
  const problemId = uniqueId("problem");
  const hintId = uniqueId("hint");
  const problem = h("p", {
    id: problemId,
    class: "form-problem",
    hidden: true,
    "data-testid": `modal-problem-${component.custom_id}`,
  });
  const control = drawControl(component, {
    label,
    labelId,
    describedBy: `${hintId} ${problemId}`,
    changed: () => onChange(field),
  });
  const isRequired = component.required ?? component.type !== CHECKBOX;
  const words = [
    label,
    isRequired && component.type !== CHECKBOX
      ? h("span", { class: "form-required", title: "Required", text: " *" })
      : null,
  ];
  const head =
    control.isGroup ||
    !(control.focus instanceof HTMLInputElement || control.focus instanceof HTMLTextAreaElement)
      ? h("div", { id: labelId, class: "form-label" }, words)
      : h("label", { id: labelId, class: "form-label", for: control.focus.id }, words);
  const element = h(
    "div",
    { class: "form-field" },
    head,
    description && h("p", { id: hintId, class: "form-hint", text: description }),
    control.control,
    h("div", { class: "form-under" }, problem, control.after),
  );
  const first = JSON.stringify(control.value());

  /** @type {Field} */
  const field = {
    customId: component.custom_id ?? "",
    element,
    value: control.value,
    files: control.files ?? (() => []),
    problem: control.problem,
    isTouched: () => JSON.stringify(control.value()) !== first || Boolean(control.files?.().length),
    focus: () => control.focus.focus(),
    complain(sentence) {
      problem.hidden = !sentence;
      problem.replaceChildren(...(sentence ? [icon("warn"), sentence] : []));
      element.classList.toggle("is-wrong", Boolean(sentence));
      control.focus.setAttribute("aria-invalid", String(Boolean(sentence)));
    },
  };
  return { element, field };
}
