// Dates in words: beside messages, in embeds' footers and for Discord's <t:…> marks.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @type {[number, Intl.RelativeTimeFormatUnit][]} */
const UNITS = [
  [365 * DAY, "year"],
  [30 * DAY, "month"],
  [DAY, "day"],
  [HOUR, "hour"],
  [MINUTE, "minute"],
  [1, "second"],
];

/** @type {Record<string, Intl.DateTimeFormatOptions>} Discord's styles of <t:…>, but R */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

/**
 * A moment in one of Discord's styles.
 * @param {number} unix seconds
 * @param {string} style t, T, d, D, f, F, s, S or R
 * @returns {string}
 */
export function styledTime(unix, style) {
  const date = new Date(unix * 1000);

  if (Number.isNaN(date.getTime())) {
    return "Invalid date";
  }

  return style === "R"
    ? relative(unix)
    : new Intl.DateTimeFormat("en", STYLES[style] ?? STYLES.f).format(date);
}

/** @param {number} unix seconds @returns {string} such as "2 days ago" */
function relative(unix) {
  const distance = unix - Date.now() / 1000;
  const [size, unit] = UNITS.find(([seconds]) => Math.abs(distance) >= seconds) ?? UNITS[UNITS.length - 1];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(distance / size), unit);
}

/**
 * The time beside a message: the hour today and yesterday, with the date before that.
 * @param {string} iso
 * @returns {string}
 */
export function messageTime(iso) {
  const date = new Date(iso);
  const time = new Intl.DateTimeFormat("en", { timeStyle: "short" }).format(date);
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / (DAY * 1000));

  if (days === 0) {
    return `Today at ${time}`;
  }

  if (days === 1) {
    return `Yesterday at ${time}`;
  }

  return new Intl.DateTimeFormat("en", { dateStyle: "short", timeStyle: "short" }).format(date);
}

/** @param {string} iso @returns {string} the hour alone */
export function shortTime(iso) {
  return new Intl.DateTimeFormat("en", { timeStyle: "short" }).format(new Date(iso));
}

/** @param {string} iso @returns {string} the day in full */
export function fullDay(iso) {
  return new Intl.DateTimeFormat("en", { dateStyle: "long" }).format(new Date(iso));
}

/** @param {Date} date @returns {number} */
function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Brings every "… ago" on the page up to date. */
export function refreshRelativeTimes() {
  for (const element of document.querySelectorAll("time[data-style='R']")) {
    element.textContent = styledTime(Number(/** @type {HTMLElement} */ (element).dataset.unix), "R");
  }
}
