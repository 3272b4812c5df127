// The panel above the composer: commands to choose from, an option's choices, options that may be added.
// It belongs to one field at a time, and tells that field's screen reader what is active.

import { h, icon } from "./dom.js";
import { createListbox } from "./listbox.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {{title: string, hint?: string, testId: string, items: Item[], status?: string, isProblem?: boolean, isStale?: boolean, isFirstActive?: boolean, onPick: (item: Item) => void}} Offer */

/**
 * The panel.
 * @returns {{element: HTMLElement, show: (field: HTMLElement, offer: Offer) => void, hide: (field?: HTMLElement) => void, move: (step: number) => void, active: () => Item | null, first: () => Item | null, isMoved: () => boolean, isOpen: () => boolean}}
 *   `isMoved`: whether the person went to the active line by the arrow keys
 */
export function createSuggestions() {
  const title = h("div", { class: "suggest-title" });
  const body = h("div", { class: "suggest-list" });
  const status = h("div", { class: "suggest-status", role: "status" });
  const element = h(
    "div",
    {
      class: "panel suggest",
      hidden: true,
      "data-testid": "suggestions",
      on: { mousedown: (/** @type {Event} */ event) => event.preventDefault() },
    },
    title,
    body,
    status,
  );
  /** @type {HTMLElement | null} */
  let owner = null;
  /** @type {import("./listbox.js").Listbox | null} */
  let list = null;
  let isMoved = false;

  const describe = () => {
    owner?.setAttribute("aria-expanded", String(!element.hidden));

    if (list) {
      owner?.setAttribute("aria-controls", list.element.id);
      owner?.setAttribute("aria-activedescendant", list.activeId());
    }
  };

  /** @param {HTMLElement} field @param {Offer} offer */
  const begin = (field, offer) => {
    if (owner !== field) {
      release();
    }

    owner = field;
    list = createListbox({
      label: offer.title,
      testId: offer.testId,
      onPick: offer.onPick,
      onActive: () => describe(),
    });
    body.replaceChildren(list.element);
  };

  const release = () => {
    owner?.setAttribute("aria-expanded", "false");
    owner?.removeAttribute("aria-activedescendant");
    owner = null;
    list = null;
  };

  return {
    element,
    show(field, offer) {
      const kept = isMoved && offer.isStale ? list?.active()?.value : undefined;
      begin(field, offer);
      isMoved = false;
      title.replaceChildren(
        h("strong", { text: offer.title }),
        offer.hint ? h("span", { text: offer.hint }) : "",
      );
      list?.setItems(offer.items);
      body.classList.toggle("is-stale", Boolean(offer.isStale));
      status.replaceChildren(
        ...(offer.status ? [...(offer.isProblem ? [icon("warn")] : []), offer.status] : []),
      );
      status.classList.toggle("is-problem", Boolean(offer.isProblem));
      element.hidden = false;

      if (offer.isFirstActive && offer.items.length) {
        list?.activate(0);
      }

      const at = offer.items.findIndex((item) => item.value === kept);

      if (kept !== undefined && at >= 0) {
        list?.activate(at);
        isMoved = true;
      }

      describe();
    },
    hide(field) {
      if (field && field !== owner) {
        return;
      }

      element.hidden = true;
      isMoved = false;
      release();
    },
    move(step) {
      if (list?.items().length) {
        list.move(step);
        isMoved = true;
      }
    },
    active: () => (element.hidden ? null : (list?.active() ?? null)),
    first: () => (element.hidden ? null : (list?.items()[0] ?? null)),
    isMoved: () => isMoved && !element.hidden,
    isOpen: () => !element.hidden,
  };
}
