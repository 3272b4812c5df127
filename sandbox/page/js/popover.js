// Something that floats over the page beside what opened it: a select's list, a menu. It stands in the
// browser's top layer, so neither a scrolling list nor a dialog cuts it off.

/** @typedef {{x: number, y: number}} Point */

const GAP = 4;
const EDGE = 8;

/**
 * Shows `element` beside `anchor`, below it where there is room, and closes it by a press outside, a scroll
 * of the page or Escape.
 * @param {HTMLElement} element it must be in the document already
 * @param {HTMLElement | Point} anchor
 * @param {{onClose?: () => void, isWide?: boolean}} [settings] `isWide`: at least as wide as the anchor
 * @returns {{close: () => void, place: () => void}}
 */
export function openPopover(element, anchor, { onClose, isWide = false } = {}) {
  element.setAttribute("popover", "manual");
  element.showPopover();
  let isOpen = true;

  const place = () => {
    const box =
      anchor instanceof HTMLElement ? anchor.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0);

    if (isWide) {
      element.style.minWidth = `${box.width}px`;
    }

    const { offsetWidth: width, offsetHeight: height } = element;
    const below = box.bottom + GAP;
    const above = box.top - GAP - height;
    const fitsBelow = below + height <= innerHeight - EDGE;
    const top = fitsBelow || above < EDGE ? Math.min(below, innerHeight - EDGE - height) : above;
    element.style.top = `${Math.max(EDGE, top)}px`;
    element.style.left = `${Math.max(EDGE, Math.min(box.left, innerWidth - EDGE - width))}px`;
  };

  const close = () => {
    if (!isOpen) {
      return;
    }

    isOpen = false;
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("scroll", scrolled, true);
    removeEventListener("resize", place);

    if (element.isConnected) {
      element.hidePopover();
    }

    onClose?.();
  };

  /** @param {Event} event */
  const outside = (event) => {
    const target = /** @type {Node} */ (event.target);

    if (!element.contains(target) && !(anchor instanceof HTMLElement && anchor.contains(target))) {
      close();
    }
  };

  /** @param {Event} event */
  const scrolled = (event) => {
    if (!element.contains(/** @type {Node} */ (event.target))) {
      place();
    }
  };

  place();
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("scroll", scrolled, true);
  addEventListener("resize", place);
  return { close, place };
}
