// Builds DOM nodes. Every node of the page is made here, from text nodes and named attributes, so that
// nothing a member or a bot wrote is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";
const REFUSED = new Set(["style", "innerHTML", "outerHTML", "srcdoc"]);

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * A new element. `class`, `text`, `on` (listeners by event), `data` (data attributes), `hidden`-like booleans;
 * everything else becomes an attribute, unless it is null, undefined or false.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);

  for (const [name, value] of Object.entries(props)) {
    setProp(element, name, value);
  }

  append(element, children);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {any} value
 */
function setProp(element, name, value) {
  if (REFUSED.has(name)) {
    throw new Error(`the property ${name} is not for this page`);
  }

  if (name === "class") {
    element.className = Array.isArray(value) ? value.filter(Boolean).join(" ") : (value ?? "");
  } else if (name === "text") {
    element.textContent = value ?? "";
  } else if (name === "on") {
    for (const [event, listener] of Object.entries(value)) {
      element.addEventListener(event, /** @type {EventListener} */ (listener));
    }
  } else if (name === "data") {
    Object.assign(element.dataset, value);
  } else if (value === true) {
    element.setAttribute(name, "");
  } else if (value !== null && value !== undefined && value !== false) {
    element.setAttribute(name, String(value));
  }
}

/**
 * Adds children to a node; strings become text nodes, null and false are left out.
 * @param {Node} parent
 * @param {(Child | Child[])[]} children
 */
export function append(parent, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) {
      continue;
    }

    parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

const ICONS = {
  menu: "M3 6h18M3 12h18M3 18h18",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.4-4 3-6 6.5-6s6.1 2 6.5 6M16 4.500a3.2 3.2 0 0 1 0 6.200M18 14.500c2.2.8 3.3 2.7 3.5 5.5",
  close: "M5 5l14 14M19 5L5 19",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  down: "M5 9l7 7 7-7",
  right: "M9 5l7 7-7 7",
  send: "M4 12l16-8-6 16-3-7-7-1Z",
  check: "M4 12.500l5.5 5.500L20 6.5",
  link: "M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  plus: "M12 5v14M5 12h14",
  warn: "M12 4l9.5 16h-19zM12 10v4M12 17h.01",
  crown: "M4 18h16M4 15l-1-8 5 4 4-6 4 6 5-4-1 8z",
  shield: "M12 3l7 3v6c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6z",
  chat: "M4 5h16v11H9l-5 4z",
  swap: "M7 4L3 8l4 4M3 8h14M17 12l4 4-4 4M21 16H7",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
};

/**
 * A line drawing, hidden from screen readers.
 * @param {keyof typeof ICONS} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.appendChild(path);
  return svg;
}

/**
 * A button that shows only an icon.
 * @param {keyof typeof ICONS} name
 * @param {string} label what it does, for screen readers and as its tooltip
 * @param {(event: MouseEvent) => void} onClick
 * @param {Record<string, any>} [props]
 * @returns {HTMLButtonElement}
 */
export function iconButton(name, label, onClick, props = {}) {
  return h(
    "button",
    {
      type: "button",
      ...props,
      class: ["icon-button", props.class],
      title: label,
      "aria-label": label,
      on: { click: onClick },
    },
    icon(name),
  );
}

let counter = 0;

/**
 * An id no other element of the page has.
 * @param {string} prefix
 * @returns {string}
 */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}
