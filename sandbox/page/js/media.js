// Pictures and files of messages and embeds. A picture that cannot be loaded shows its description instead.

import { h, icon } from "./dom.js";
import { mediaUrl } from "./links.js";

/**
 * A picture; in its place a box with its description if it does not load.
 * @param {import("./types.js").Media & {width?: number, height?: number}} media
 * @param {{className: string, fallbackAlt: string}} settings
 * @returns {HTMLElement}
 */
export function picture(media, { className, fallbackAlt }) {
  const url = mediaUrl(media.url) ?? mediaUrl(media.proxy_url);
  const alt = media.description || fallbackAlt;

  if (!url) {
    return broken(alt, className);
  }

  const image = h("img", {
    class: className,
    src: url,
    alt,
    title: media.description || null,
    width: media.width,
    height: media.height,
    on: { error: () => (image.closest("a") ?? image).replaceWith(broken(alt, className)) },
  });
  return h(
    "a",
    {
      class: "picture-link",
      href: url,
      target: "_blank",
      rel: "noopener noreferrer",
      "aria-label": `Open picture: ${alt}`,
    },
    image,
  );
}

/** @param {string} alt @param {string} className @returns {HTMLElement} */
function broken(alt, className) {
  return h(
    "div",
    { class: `${className} picture-broken`, role: "img", "aria-label": alt },
    h("span", { text: alt }),
  );
}

/**
 * What is attached to a message: pictures are shown, other files offered.
 * @param {import("./types.js").Attachment} attachment
 * @returns {HTMLElement}
 */
export function renderAttachment(attachment) {
  if (attachment.content_type?.startsWith("image/")) {
    const isSpoiler = attachment.filename.startsWith("SPOILER_");
    const shown = picture(attachment, { className: "attachment-picture", fallbackAlt: attachment.filename });
    return isSpoiler ? coverPicture(shown) : shown;
  }

  const url = mediaUrl(attachment.url) ?? "";
  return h(
    "div",
    { class: "attachment-file" },
    icon("file"),
    h(
      "span",
      { class: "attachment-words" },
      h("a", {
        class: "attachment-name",
        href: url,
        download: attachment.filename,
        text: attachment.filename,
      }),
      h("span", { class: "attachment-size", text: fileSize(attachment.size) }),
    ),
  );
}

/** A picture under a cover that says "spoiler" until it is pressed. @param {HTMLElement} shown */
function coverPicture(shown) {
  const cover = h("button", { type: "button", class: "picture-cover", text: "Spoiler" });
  const box = h("div", { class: "picture-spoiler" }, shown, cover);
  shown.setAttribute("inert", "");
  cover.addEventListener("click", () => {
    cover.remove();
    shown.removeAttribute("inert");
    box.classList.add("is-open");
  });
  return box;
}

/** @param {number} bytes @returns {string} such as "12.3 KB" */
export function fileSize(bytes) {
  if (bytes < 1024) {
    return `${bytes} bytes`;
  }

  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
