// Buttons and selects under a message: what is pressed turns until the bot has answered, and a failure is
// said under the message.

import { sendComponent } from "./api.js";
import { h, icon } from "./dom.js";
import { safeHref } from "./links.js";
import { emojiMark, entityItems, stringItems } from "./people.js";
import { createSelect } from "./select.js";
import { state } from "./store.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {ReturnType<typeof import("./interactions.js").followInteractions>} Interactions */

const STYLES = ["", "primary", "secondary", "success", "danger", "link"];
const LINK = 5;

/**
 * The rows of components of a message.
 * @param {Message} message
 * @param {Interactions} interactions
 * @returns {HTMLElement | null}
 */
export function renderComponents(message, interactions) {
  const rows = message.components ?? [];

  if (!rows.length) {
    return null;
  }

  const problem = h("p", {
    class: "component-problem",
    role: "alert",
    "data-testid": "component-problem",
    hidden: true,
  });
  const box = h("div", { class: "components" });
  const press = pressing(message, interactions, box, problem);
  box.append(
    ...rows.map((row) =>
      h(
        "div",
        { class: "component-row" },
        (row.components ?? [row]).map((component) => renderComponent(component, press)),
      ),
    ),
    problem,
  );
  return box;
}

/** @typedef {(component: Component, values: string[] | undefined, pressed: HTMLElement) => Promise<void>} Press */

/**
 * @param {Message} message
 * @param {Interactions} interactions
 * @param {HTMLElement} box
 * @param {HTMLElement} problem
 * @returns {Press} one press at a time
 */
function pressing(message, interactions, box, problem) {
  let isBusy = false;

  return async (component, values, pressed) => {
    if (isBusy) {
      return;
    }

    isBusy = true;
    problem.hidden = true;
    pressed.classList.add("is-waiting");
    pressed.setAttribute("aria-busy", "true");
    box.classList.add("is-busy");
    const { outcome, sentence } = await interactions.run(() =>
      sendComponent({
        user: state.me,
        channel_id: message.channel_id,
        message_id: message.id,
        custom_id: component.custom_id,
        values,
      }),
    );
    isBusy = false;
    pressed.classList.remove("is-waiting");
    pressed.removeAttribute("aria-busy");
    box.classList.remove("is-busy");

    if (outcome === "failed") {
      problem.replaceChildren(icon("warn"), sentence);
      problem.hidden = false;
    }
  };
}

/** @param {Component} component @param {Press} press @returns {HTMLElement} */
function renderComponent(component, press) {
  if (component.type === 2) {
    return component.style === LINK ? renderLink(component) : renderButton(component, press);
  }

  if (component.type === 3 || (component.type >= 5 && component.type <= 8)) {
    return renderSelect(component, press);
  }

  return h("p", {
    class: "component-unknown",
    text: `A component of type ${component.type}, which the sandbox does not draw`,
  });
}

/** @param {Component} component @returns {import("./dom.js").Child[]} */
function buttonWords(component) {
  return [
    component.emoji && emojiMark(component.emoji),
    component.label && h("span", { text: component.label }),
  ];
}

/** @param {Component} component @param {Press} press @returns {HTMLElement} */
function renderButton(component, press) {
  const button = h(
    "button",
    {
      type: "button",
      class: `button button-${STYLES[component.style] ?? "secondary"}`,
      disabled: component.disabled,
      "data-custom-id": component.custom_id,
      "aria-label": component.label ? null : component.emoji?.name,
      on: { click: () => press(component, undefined, button) },
    },
    buttonWords(component),
    h("span", { class: "spinner", "aria-hidden": "true" }),
  );
  return button;
}

/** @param {Component} component @returns {HTMLElement} */
function renderLink(component) {
  const href = component.disabled ? null : safeHref(component.url);
  return h(
    "a",
    {
      class: ["button button-link", !href && "is-disabled"],
      href,
      title: component.url,
      target: "_blank",
      rel: "noopener noreferrer nofollow",
      "aria-disabled": href ? null : "true",
    },
    buttonWords(component),
    icon("link"),
  );
}

/** @param {Component} component @param {Press} press @returns {HTMLElement} */
function renderSelect(component, press) {
  const items = component.type === 3 ? stringItems(component) : entityItems(component);
  const select = createSelect({
    label: component.placeholder || "Select",
    placeholder: component.placeholder,
    items,
    min: component.min_values ?? 1,
    max: component.max_values ?? 1,
    isDisabled: component.disabled,
    onChange: () => {},
    onCommit: (values) => press(component, values, select.element),
  });
  select.button.dataset.customId = component.custom_id ?? "";
  select.element.append(h("span", { class: "spinner", "aria-hidden": "true" }));
  return select.element;
}
