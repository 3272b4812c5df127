// One embed of a message. Markdown only where Discord reads it: all of it in the description and in fields'
// values, a little in the title and in fields' names, none in author and footer.

import { h } from "./dom.js";
import { mediaUrl, safeHref } from "./links.js";
import { hexColor, renderLimited, renderMarkdown } from "./markdown-render.js";
import { picture } from "./media.js";
import { messageTime } from "./time.js";

/** @typedef {import("./types.js").Embed} Embed */

const COLUMNS = 12;
const FIELDS_A_ROW = 3;

/**
 * An embed.
 * @param {Embed} embed
 * @returns {HTMLElement}
 */
export function renderEmbed(embed) {
  const body = h(
    "div",
    { class: "embed-body" },
    renderAuthor(embed),
    renderTitle(embed),
    embed.description && h("div", { class: "embed-description md" }, renderMarkdown(embed.description)),
    renderFields(embed.fields ?? []),
  );
  const thumbnail =
    embed.thumbnail && picture(embed.thumbnail, { className: "embed-thumbnail", fallbackAlt: "Picture" });
  const element = h(
    "section",
    {
      class: ["embed", thumbnail && "has-thumbnail"],
      "aria-label": embed.title ? `Embed: ${embed.title}` : "Embed",
      "data-testid": "embed",
    },
    h("div", { class: "embed-top" }, body, thumbnail),
    embed.image && picture(embed.image, { className: "embed-image", fallbackAlt: "Picture" }),
    renderFooter(embed),
  );

  if (embed.color) {
    element.style.setProperty("--bar", hexColor(embed.color));
  }

  return element;
}

/** @param {Embed} embed */
function renderAuthor({ author }) {
  if (!author?.name) {
    return null;
  }

  const href = safeHref(author.url);
  return h(
    "div",
    { class: "embed-author" },
    renderIcon(author.icon_url, "embed-author-icon"),
    href ? outside(href, [author.name]) : h("span", { text: author.name }),
  );
}

/** @param {Embed} embed */
function renderTitle(embed) {
  if (!embed.title) {
    return null;
  }

  const words = renderLimited(embed.title);
  const href = safeHref(embed.url);
  return h("div", { class: "embed-title md" }, href ? outside(href, words) : words);
}

/**
 * @param {NonNullable<Embed["fields"]>} fields
 * @returns {HTMLElement | null} up to three inline ones side by side
 */
function renderFields(fields) {
  if (!fields.length) {
    return null;
  }

  const grid = h("div", { class: "embed-fields" });
  let row = /** @type {HTMLElement[]} */ ([]);

  const endRow = () => {
    const width = COLUMNS / Math.max(row.length, 1);
    row.forEach((cell, at) => {
      cell.style.gridColumn = `${at * width + 1} / ${(at + 1) * width + 1}`;
    });
    row = [];
  };

  for (const field of fields) {
    const cell = h(
      "div",
      { class: "embed-field" },
      h("div", { class: "embed-field-name md" }, renderLimited(field.name)),
      h("div", { class: "embed-field-value md" }, renderMarkdown(field.value)),
    );

    if (!field.inline || row.length === FIELDS_A_ROW) {
      endRow();
    }

    row.push(cell);

    if (!field.inline) {
      endRow();
    }

    grid.append(cell);
  }

  endRow();
  return grid;
}

/** @param {Embed} embed */
function renderFooter({ footer, timestamp }) {
  const words = [footer?.text, timestamp ? messageTime(timestamp) : null].filter(Boolean).join(" • ");
  return words
    ? h(
        "div",
        { class: "embed-footer" },
        renderIcon(footer?.icon_url, "embed-footer-icon"),
        h("span", { text: words }),
      )
    : null;
}

/** @param {string | undefined} url @param {string} className */
function renderIcon(url, className) {
  const src = mediaUrl(url);
  return (
    src &&
    h("img", {
      class: className,
      src,
      alt: "",
      on: { error: (/** @type {Event} */ event) => /** @type {Element} */ (event.target).remove() },
    })
  );
}

/** @param {string} href @param {import("./dom.js").Child[]} children */
function outside(href, children) {
  return h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, children);
}
