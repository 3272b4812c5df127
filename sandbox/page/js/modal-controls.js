// The controls of a form: text, selects, radio buttons, boxes, files. Each knows its value and what is wrong
// with it; the label around it is drawn elsewhere.

import { h, uniqueId } from "./dom.js";
import { fileSize } from "./media.js";
import { entityItems, stringItems } from "./people.js";
import { createSelect } from "./select.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {{label: string, labelId: string, describedBy: string, changed: () => void}} Frame */
/** @typedef {{control: HTMLElement, focus: HTMLElement, value: () => string | string[] | boolean | null, problem: () => string, files?: () => File[], isGroup?: boolean, after?: HTMLElement}} Control */

const TEXT_INPUT = 4;
const FILE_UPLOAD = 19;
const RADIO_GROUP = 21;
const CHECKBOX_GROUP = 22;
const CHECKBOX = 23;
const LONGEST_TEXT = 4000;

/**
 * The control of a component.
 * @param {Component} component
 * @param {Frame} frame
 * @returns {Control}
 */
export function drawControl(component, frame) {
  switch (component.type) {
    case TEXT_INPUT:
      return drawText(component, frame);
    case FILE_UPLOAD:
      return drawUpload(component, frame);
    case RADIO_GROUP:
      return drawRadios(component, frame);
    case CHECKBOX_GROUP:
      return drawBoxes(component, frame);
    case CHECKBOX:
      return drawBox(component, frame);
    default:
      return drawSelect(component, frame);
  }
}

/** @param {Component} component @param {Frame} frame @returns {Control} */
function drawText(component, frame) {
  const isLong = component.style === 2;
  const most = component.max_length ?? LONGEST_TEXT;
  const least = component.min_length ?? 0;
  const isRequired = component.required ?? true;
  const counter = h("span", { class: "form-counter", "aria-hidden": "true" });
  const input = h(isLong ? "textarea" : "input", {
    ...(isLong ? { rows: "6" } : { type: "text" }),
    id: uniqueId("field"),
    class: "form-input",
    placeholder: component.placeholder,
    "aria-describedby": frame.describedBy,
    "aria-required": isRequired ? "true" : null,
    autocomplete: "off",
    "data-testid": `modal-field-${component.custom_id}`,
  });
  input.value = component.value ?? "";

  const length = () => [...input.value].length;
  const count = () => {
    counter.textContent = `${length()} / ${most}`;
    counter.classList.toggle("is-over", length() > most);
  };

  input.addEventListener("input", () => {
    count();
    frame.changed();
  });
  count();
  return {
    control: input,
    focus: input,
    after: counter,
    value: () => input.value,
    problem() {
      if (!input.value.trim() && isRequired) {
        return "This field is required.";
      }

      if (input.value && length() < least) {
        return `At least ${least} characters, please; there are ${length()}.`;
      }

      return length() > most ? `At most ${most} characters; there are ${length()}.` : "";
    },
  };
}

/** @param {Component} component @param {Frame} frame @returns {Control} */
function drawSelect(component, frame) {
  const isRequired = component.required ?? true;
  const min = component.min_values ?? 1;
  const items = component.type === 3 ? stringItems(component) : entityItems(component);
  const select = createSelect({
    label: frame.label,
    placeholder: component.placeholder,
    items,
    min: isRequired ? min : 0,
    max: component.max_values ?? 1,
    describedBy: frame.describedBy,
    testId: `modal-field-${component.custom_id}`,
    onChange: frame.changed,
  });
  return {
    control: select.element,
    focus: select.button,
    value: select.values,
    problem: () => countProblem(select.values().length, min, component.max_values ?? 1, isRequired),
  };
}

/**
 * @param {number} count
 * @param {number} min
 * @param {number} max
 * @param {boolean} isRequired
 * @returns {string}
 */
function countProblem(count, min, max, isRequired) {
  if (count === 0) {
    return isRequired && min > 0 ? "Please choose something." : "";
  }

  if (count < min) {
    return `Please choose at least ${min}.`;
  }

  return count > max ? `Please choose at most ${max}.` : "";
}

/** @param {Component} component @param {Frame} frame @returns {Control} */
function drawRadios(component, frame) {
  const name = uniqueId("radio");
  const inputs = (component.options ?? []).map((/** @type {any} */ option) =>
    h("input", {
      type: "radio",
      name,
      id: uniqueId("choice"),
      value: option.value,
      checked: Boolean(option.default),
      on: { change: frame.changed },
    }),
  );
  const chosen = () => inputs.find((/** @type {HTMLInputElement} */ input) => input.checked)?.value ?? null;
  return {
    control: drawChoices("radiogroup", component, frame, inputs),
    focus: inputs[0],
    isGroup: true,
    value: chosen,
    problem: () => ((component.required ?? true) && chosen() === null ? "Please choose one." : ""),
  };
}

/** @param {Component} component @param {Frame} frame @returns {Control} */
function drawBoxes(component, frame) {
  const isRequired = component.required ?? true;
  const inputs = (component.options ?? []).map((/** @type {any} */ option) =>
    h("input", {
      type: "checkbox",
      id: uniqueId("choice"),
      value: option.value,
      checked: Boolean(option.default),
      on: { change: frame.changed },
    }),
  );
  const chosen = () =>
    inputs
      .filter((/** @type {HTMLInputElement} */ input) => input.checked)
      .map((/** @type {HTMLInputElement} */ input) => input.value);
  return {
    control: drawChoices("group", component, frame, inputs),
    focus: inputs[0],
    isGroup: true,
    value: chosen,
    problem: () =>
      countProblem(
        chosen().length,
        component.min_values ?? 1,
        component.max_values ?? inputs.length,
        isRequired,
      ),
  };
}

/**
 * @param {string} role
 * @param {Component} component
 * @param {Frame} frame
 * @param {HTMLInputElement[]} inputs
 */
function drawChoices(role, component, frame, inputs) {
  const lines = inputs.map((input, at) => {
    const option = component.options[at];
    return h(
      "label",
      { class: "form-choice", for: input.id },
      input,
      h(
        "span",
        { class: "option-words" },
        h("span", { class: "option-label", text: option.label }),
        option.description && h("span", { class: "option-description", text: option.description }),
      ),
    );
  });
  return h(
    "div",
    {
      class: "form-choices",
      role,
      "aria-labelledby": frame.labelId,
      "aria-describedby": frame.describedBy,
      "data-testid": `modal-field-${component.custom_id}`,
    },
    lines,
  );
}

/** @param {Component} component @param {Frame} frame @returns {Control} */
function drawBox(component, frame) {
  const input = h("input", {
    type: "checkbox",
    id: uniqueId("field"),
    checked: Boolean(component.default),
    "aria-describedby": frame.describedBy,
    "data-testid": `modal-field-${component.custom_id}`,
    on: { change: frame.changed },
  });
  return {
    control: h("label", { class: "form-choice", for: input.id }, input, h("span", { text: "Yes" })),
    focus: input,
    value: () => input.checked,
    problem: () => "",
  };
}

/** @param {Component} component @param {Frame} frame @returns {Control} */
function drawUpload(component, frame) {
  const isRequired = component.required ?? true;
  const max = component.max_values ?? 1;
  const list = h("ul", { class: "form-files" });
  const input = h("input", {
    type: "file",
    id: uniqueId("field"),
    class: "form-file",
    multiple: max > 1,
    "aria-describedby": frame.describedBy,
    "data-testid": `modal-field-${component.custom_id}`,
  });
  input.addEventListener("change", () => {
    list.replaceChildren(
      ...[...input.files].map((file) => h("li", { text: `${file.name} (${fileSize(file.size)})` })),
    );
    frame.changed();
  });
  return {
    control: input,
    focus: input,
    after: list,
    value: () => null,
    files: () => [...input.files],
    problem: () => countProblem(input.files.length, component.min_values ?? 1, max, isRequired),
  };
}
